import { show } from "../../../lib/show";

export const GET = show("x/(in)/leaf+api.ts");

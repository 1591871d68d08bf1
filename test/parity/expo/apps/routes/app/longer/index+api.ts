import { show } from "../../lib/show";

export const GET = show("longer/index+api.ts");

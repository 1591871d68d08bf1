import { show } from "../../lib/show";

export const GET = show("_private/x+api.ts");

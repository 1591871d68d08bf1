import { show } from "../lib/show";

export const GET = show("dollar$+api.ts");

import { show } from "../lib/show";

export const GET = show("UPPER+api.ts");

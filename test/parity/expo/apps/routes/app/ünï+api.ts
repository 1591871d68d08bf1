import { show } from "../lib/show";

export const GET = show("ünï+api.ts");

import { show } from "../lib/show";

export const GET = show("@at+api.ts");

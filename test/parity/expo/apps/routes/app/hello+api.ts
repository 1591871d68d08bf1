import { show } from "../lib/show";

export const GET = show("hello+api.ts");

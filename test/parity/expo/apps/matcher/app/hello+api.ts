import { show } from "../lib/show";

export const GET = show("hello+api.ts");
export const POST = show("hello+api.ts");

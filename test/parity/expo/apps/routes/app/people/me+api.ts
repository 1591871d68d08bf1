import { show } from "../../lib/show";

export const GET = show("people/me+api.ts");
export const POST = show("people/me+api.ts");

import { show } from "../../lib/show";

export const GET = show("users/[id]+api.ts");
export const POST = show("users/[id]+api.ts");

import { show } from "../../lib/show";

export const GET = show("guarded/[id]+api.ts");
export const POST = show("guarded/[id]+api.ts");

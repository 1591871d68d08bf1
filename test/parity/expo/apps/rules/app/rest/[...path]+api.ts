import { show } from "../../lib/show";

export const GET = show("rest/[...path]+api.ts");
export const POST = show("rest/[...path]+api.ts");

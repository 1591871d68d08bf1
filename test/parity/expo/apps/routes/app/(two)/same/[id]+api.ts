import { show } from "../../../lib/show";

export const GET = show("(two)/same/[id]+api.ts");

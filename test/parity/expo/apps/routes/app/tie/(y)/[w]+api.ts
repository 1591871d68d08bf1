import { show } from "../../../lib/show";

export const GET = show("tie/(y)/[w]+api.ts");

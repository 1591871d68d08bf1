import { show } from "../../../../lib/show";

export const GET = show("params/twice/[id]/[id]+api.ts");

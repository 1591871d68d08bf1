import { show } from "../lib/show";

export const GET = show("pre-[id]+api.ts");

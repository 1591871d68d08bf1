import { show } from "../../../lib/show";

export const GET = show("x/(in)/[id]+api.ts");

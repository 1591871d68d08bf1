import { show } from "../../lib/show";

export const GET = show("params/[with-dash]+api.ts");

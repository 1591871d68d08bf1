import { show } from "../../lib/show";

export const GET = show("prec/[id]+api.ts");

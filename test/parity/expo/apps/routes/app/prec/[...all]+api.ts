import { show } from "../../lib/show";

export const GET = show("prec/[...all]+api.ts");

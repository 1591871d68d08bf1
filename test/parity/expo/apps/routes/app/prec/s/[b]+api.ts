import { show } from "../../../lib/show";

export const GET = show("prec/s/[b]+api.ts");

import { show } from "../../../lib/show";

export const GET = show("prec/[a]/[b]+api.ts");

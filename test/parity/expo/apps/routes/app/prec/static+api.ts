import { show } from "../../lib/show";

export const GET = show("prec/static+api.ts");

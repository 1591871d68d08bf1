import { show } from "../../../../lib/show";

export const GET = show("prec/static/deep/index+api.ts");

import { show } from "../../../lib/show";

export const GET = show("prec/[a]/sub+api.ts");

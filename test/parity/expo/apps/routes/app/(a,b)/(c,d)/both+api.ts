import { show } from "../../../lib/show";

export const GET = show("(a,b)/(c,d)/both+api.ts");

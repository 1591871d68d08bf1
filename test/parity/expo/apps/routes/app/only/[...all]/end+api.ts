import { show } from "../../../lib/show";

export const GET = show("only/[...all]/end+api.ts");

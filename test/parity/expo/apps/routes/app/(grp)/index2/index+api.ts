import { show } from "../../../lib/show";

export const GET = show("(grp)/index2/index+api.ts");

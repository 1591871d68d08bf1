import { show } from "../../lib/show";

export const GET = show("(grp)/grouped+api.ts");

import { show } from "../../lib/show";

export const GET = show("(grp)/grouped+api.ts");
export const POST = show("(grp)/grouped+api.ts");

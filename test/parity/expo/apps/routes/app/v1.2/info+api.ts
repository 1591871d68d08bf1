import { show } from "../../lib/show";

export const GET = show("v1.2/info+api.ts");

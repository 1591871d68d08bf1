import { show } from "../../lib/show";

export const GET = show("both/index+api.ts");
export const POST = show("both/index+api.ts");
export const HEAD = show("both/index+api.ts");

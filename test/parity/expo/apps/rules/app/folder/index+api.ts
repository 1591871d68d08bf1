import { show } from "../../lib/show";

export const GET = show("folder/index+api.ts");
export const POST = show("folder/index+api.ts");

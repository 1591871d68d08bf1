import { show } from "../../lib/show";

export const GET = show("admin/index+api.ts");
export const POST = show("admin/index+api.ts");

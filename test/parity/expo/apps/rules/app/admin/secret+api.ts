import { show } from "../../lib/show";

export const GET = show("admin/secret+api.ts");
export const POST = show("admin/secret+api.ts");

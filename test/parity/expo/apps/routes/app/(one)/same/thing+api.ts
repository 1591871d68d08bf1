import { show } from "../../../lib/show";

export const GET = show("(one)/same/thing+api.ts");

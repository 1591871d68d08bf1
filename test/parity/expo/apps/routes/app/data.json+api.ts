import { show } from "../lib/show";

export const GET = show("data.json+api.ts");

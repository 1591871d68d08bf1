import { show } from "../lib/show";

export const GET = show("apiroute+api.ts");

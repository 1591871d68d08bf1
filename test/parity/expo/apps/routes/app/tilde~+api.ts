import { show } from "../lib/show";

export const GET = show("tilde~+api.ts");

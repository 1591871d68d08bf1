import { show } from "../lib/show";

export const GET = show("plus+plus+api.ts");

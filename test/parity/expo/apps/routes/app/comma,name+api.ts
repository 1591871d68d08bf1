import { show } from "../lib/show";

export const GET = show("comma,name+api.ts");

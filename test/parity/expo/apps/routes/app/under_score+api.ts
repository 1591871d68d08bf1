import { show } from "../lib/show";

export const GET = show("under_score+api.ts");

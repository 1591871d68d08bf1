import { show } from "../lib/show";

export const GET = show("sp%20ace+api.ts");

import { show } from "../../lib/show";

export const GET = show("methods/only-get+api.ts");

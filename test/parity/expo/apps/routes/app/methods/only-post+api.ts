import { show } from "../../lib/show";

export const POST = show("methods/only-post+api.ts");

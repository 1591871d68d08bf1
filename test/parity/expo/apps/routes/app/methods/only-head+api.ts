import { show } from "../../lib/show";

export const HEAD = show("methods/only-head+api.ts");

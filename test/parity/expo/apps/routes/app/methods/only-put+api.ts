import { show } from "../../lib/show";

export const PUT = show("methods/only-put+api.ts");

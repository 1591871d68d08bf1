import { show } from "../../lib/show";

export const OPTIONS = show("methods/only-options+api.ts");

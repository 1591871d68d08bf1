import { show } from "../../lib/show";

export const PATCH = show("methods/only-patch+api.ts");

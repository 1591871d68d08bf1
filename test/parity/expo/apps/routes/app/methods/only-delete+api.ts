import { show } from "../../lib/show";

export const DELETE = show("methods/only-delete+api.ts");

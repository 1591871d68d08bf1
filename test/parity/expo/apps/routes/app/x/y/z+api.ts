import { show } from "../../../lib/show";

export const GET = show("x/y/z+api.ts");

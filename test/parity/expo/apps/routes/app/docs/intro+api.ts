import { show } from "../../lib/show";

export const GET = show("docs/intro+api.ts");

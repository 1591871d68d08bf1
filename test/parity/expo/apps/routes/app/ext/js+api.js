import { show } from "../../lib/show";

export const GET = show("ext/js+api.js");

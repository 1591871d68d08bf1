import { show } from "../../../lib/show";

export const GET = show("index/inner/index+api.ts");

import { show } from "../../../lib/show";

export const GET = show("(solo)/home/index+api.ts");

import { show } from "../../../lib/show";

export const GET = show("order/[a]/fixed+api.ts");

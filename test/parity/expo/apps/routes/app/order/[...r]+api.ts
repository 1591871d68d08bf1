import { show } from "../../lib/show";

export const GET = show("order/[...r]+api.ts");

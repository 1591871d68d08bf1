import { show } from "../../../lib/show";

export const GET = show("order/fixed/[b]+api.ts");

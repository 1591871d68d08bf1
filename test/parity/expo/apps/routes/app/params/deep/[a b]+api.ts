import { show } from "../../../lib/show";

export const GET = show("params/deep/[a b]+api.ts");

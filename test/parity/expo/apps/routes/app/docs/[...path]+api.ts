import { show } from "../../lib/show";

export const GET = show("docs/[...path]+api.ts");

import { show } from "../../../../lib/show";

export const GET = show("deep/[a]/[b]/[...c]+api.ts");

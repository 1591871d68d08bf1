import { show } from "../../../lib/show";

export const GET = show("tie/(z)/[q]+api.ts");

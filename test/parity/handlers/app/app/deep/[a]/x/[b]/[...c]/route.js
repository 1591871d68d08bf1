import { named } from "../../../../../../lib/show.js";

export const GET = named("app/deep/[a]/x/[b]/[...c]");

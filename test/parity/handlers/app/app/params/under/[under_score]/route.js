import { named } from "../../../../lib/show.js";

export const GET = named("app/params/under/[under_score]");

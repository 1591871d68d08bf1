import { named } from "../../lib/show.js";

export const GET = named("app/%5Funder");

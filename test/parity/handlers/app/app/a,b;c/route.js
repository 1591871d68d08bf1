import { named } from "../../lib/show.js";

export const GET = named("app/a,b;c");

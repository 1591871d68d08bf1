import { named } from "../../../lib/show.js";

export const GET = named("app/@slot/slotted");

import { named } from "../../lib/show.js";

export const GET = named("app/feed.xml");

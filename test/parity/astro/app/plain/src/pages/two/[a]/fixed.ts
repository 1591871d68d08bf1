import { echo } from "../../../lib/echo";

export const GET = echo("two/[a]/fixed");

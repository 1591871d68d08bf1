import { echo } from "../../../lib/echo";

export const GET = echo("deep/[a]/x");

import { echo } from "../../../lib/echo";

export const GET = echo("deepest/[...a]/[b]");

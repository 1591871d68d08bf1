import { echo } from "../../../lib/echo";

export const GET = echo("deep/[b]/[c]");

import { echo } from "../../../lib/echo";

export const GET = echo("tie/[z]-b/c");

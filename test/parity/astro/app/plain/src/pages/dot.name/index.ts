import { echo } from "../../lib/echo";

export const GET = echo("dot.name/index");

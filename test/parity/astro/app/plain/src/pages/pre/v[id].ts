import { echo } from "../../lib/echo";

export const GET = echo("pre/v[id]");

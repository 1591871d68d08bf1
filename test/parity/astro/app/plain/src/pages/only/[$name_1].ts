import { echo } from "../../lib/echo";

export const GET = echo("only/[$name_1]");

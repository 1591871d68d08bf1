import { echo } from "../lib/echo";

export const GET = echo("paren(x)");

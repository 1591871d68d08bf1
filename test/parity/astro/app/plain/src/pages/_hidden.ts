import { echo } from "../lib/echo";

export const GET = echo("_hidden");

import { echo } from "../../../lib/echo";

export const GET = echo("mid/[...slug]/edit");

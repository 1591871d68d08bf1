import { echo } from "../../../lib/echo";

export const GET = echo("tie/a-[x]/[y]");

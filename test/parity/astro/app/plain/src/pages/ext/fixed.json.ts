import { echo } from "../../lib/echo";

export const GET = echo("ext/fixed.json");

import { echo } from "../../lib/echo";

export const GET = echo("nested/index.json");

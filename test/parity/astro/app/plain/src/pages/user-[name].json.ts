import { echo } from "../lib/echo";

export const GET = echo("user-[name].json");

import { echo } from "../lib/echo";

export const GET = echo("page");
export const POST = echo("page");

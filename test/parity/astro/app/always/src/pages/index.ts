import { echo } from "../lib/echo";

export const GET = echo("index");
export const POST = echo("index");

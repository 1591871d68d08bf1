import { echo } from "../../lib/echo";

export const GET = echo("nested/index");
export const POST = echo("nested/index");

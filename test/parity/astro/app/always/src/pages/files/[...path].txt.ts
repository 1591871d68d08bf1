import { echo } from "../../lib/echo";

export const GET = echo("files/[...path].txt");
export const POST = echo("files/[...path].txt");

import { echo } from "../../lib/echo";

export const GET = echo("rest/[...all]");
export const POST = echo("rest/[...all]");

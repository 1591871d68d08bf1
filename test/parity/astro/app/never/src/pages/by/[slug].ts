import { echo } from "../../lib/echo";

export const GET = echo("by/[slug]");
export const POST = echo("by/[slug]");

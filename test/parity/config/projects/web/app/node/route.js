import { seen } from "../../lib/seen.js";

export const GET = seen;
export const POST = seen;

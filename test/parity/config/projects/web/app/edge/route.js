import { seen } from "../../lib/seen.js";

export const runtime = "edge";
export const GET = seen;

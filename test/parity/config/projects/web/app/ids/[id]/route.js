import { seen } from "../../../lib/seen.js";

export const GET = seen;

import { seen } from "../../lib/seen.js";

export const config = { runtime: "edge" };
export default (request) => seen(request);

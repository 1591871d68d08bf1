import { echo } from "../../lib/echo";

export const GET = echo(".well-known/x.json");

import { unsupportedNode } from "./runtime.ts";

const reason = unsupportedNode();
if (reason !== undefined) throw new Error(reason);

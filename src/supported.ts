import { unsupportedNode } from "./version.ts";

const reason = unsupportedNode();
if (reason !== undefined) {
  const error = new Error(reason);
  // The lines of this package would hide what to do.
  error.stack = `Error: ${reason}`;
  throw error;
}

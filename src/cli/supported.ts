import { unsupportedNode } from "../version.ts";

// Imported before all other modules: an older Node would fail in one of them, with a stack that explains nothing.
const reason = unsupportedNode();
if (reason !== undefined) {
  console.error(`error ${reason}`);
  process.exit(1);
}

import { createHash } from "node:crypto";

/** SHA-256 of texts or bytes, in hexadecimal digits. Several parts are kept apart. */
export function hashOf(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const [index, part] of parts.entries()) hash.update(index === 0 ? "" : "\0").update(part);
  return hash.digest("hex");
}

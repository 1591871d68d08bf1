import { createHash } from "node:crypto";

/** FNV-1a of 64 bits, as its authors define it; folded to 52 bits, with the length, in base 36. */
function referenceTag(units: readonly number[]): string {
  let hash = 0xcbf29ce484222325n;
  for (const unit of units) hash = BigInt.asUintN(64, (hash ^ BigInt(unit)) * 0x100000001b3n);
  const folded = BigInt.asUintN(52, hash) ^ (hash >> 52n);
  return `"${folded.toString(36)}${units.length.toString(36)}"`;
}

/** The tag of a string: over its UTF-16 units. */
export function tagOfText(text: string): string {
  return referenceTag(Array.from({ length: text.length }, (_, index) => text.charCodeAt(index)));
}

/** The tag of a Buffer: SHA-1 of its bytes, and their number in base 36. */
export function tagOfBytes(bytes: Uint8Array): string {
  return `"${createHash("sha1").update(bytes).digest("base64url")}${bytes.length.toString(36)}"`;
}

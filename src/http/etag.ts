import { createHash } from "node:crypto";

/** The 64-bit FNV prime is 2 ** 40 + 0x1b3. Times 2 ** 40 is a shift of the low half into the high one by 8 bits. */
const PRIME = 0x1b3;
const FIVE_DIGITS = 36 ** 5;

/**
 * The entity tag of an answer of `res.send` and `res.json`, a strong one. That of a text is made of its UTF-16 units by
 * the 64-bit FNV-1a hash folded to 52 bits, and their number, both in base 36. That of a Buffer is of its bytes by SHA-1,
 * which takes a tenth of the time.
 */
export function etagOf(body: string | Buffer): string {
  if (typeof body === "string") return `"${inBase36(hash(body))}${body.length.toString(36)}"`;
  const digest = createHash("sha1").update(body).digest("base64url");
  return `"${digest}${body.length.toString(36)}"`;
}

/** As `toString(36)`, which takes 3,000 instructions for a number of more than 32 bits, for two smaller ones 700. */
function inBase36(value: number): string {
  const high = Math.floor(value / FIVE_DIGITS);
  const low = value - high * FIVE_DIGITS;
  return high === 0 ? low.toString(36) : high.toString(36) + low.toString(36).padStart(5, "0");
}

/**
 * FNV-1a over two 32-bit halves. 1 MB takes 1.75 ms: against 2.15 ms with four 16-bit limbs, 4.9 ms with the low
 * product in a double; the chain of multiplications itself takes 1.4 ms.
 */
function hash(text: string): number {
  let low = 0x84222325 | 0;
  let high = 0xcbf29ce4 | 0;
  for (let index = 0; index < text.length; index += 1) {
    low ^= text.charCodeAt(index);
    const carry = ((low >>> 16) * PRIME + (((low & 0xffff) * PRIME) >>> 16)) >>> 16;
    high = (Math.imul(high, PRIME) + (low << 8) + carry) | 0;
    low = Math.imul(low, PRIME);
  }
  return (high & 0xfffff) * 2 ** 32 + ((low ^ (high >>> 20)) >>> 0);
}

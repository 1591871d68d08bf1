/** The 64-bit FNV prime is 2 ** 40 + 0x1b3. Times 2 ** 40 is a shift by two limbs and 8 bits. */
const PRIME = 0x1b3;

/**
 * The entity tag that Next gives to an answer of `res.send` and `res.json`: a strong tag of the 64-bit FNV-1a hash
 * folded to 52 bits, and the length, both in base 36. A string is hashed by its UTF-16 units, a Buffer by its bytes.
 */
export function etagOf(body: string | Buffer): string {
  // A latin1 string of a Buffer has its bytes as units, so that one loop serves both.
  const text = typeof body === "string" ? body : body.toString("latin1");
  return `"${hash(text).toString(36)}${text.length.toString(36)}"`;
}

/** FNV-1a over four 16-bit limbs, lowest first: products of those stay exact in a double. */
function hash(text: string): number {
  let a = 0x2325;
  let b = 0x8422;
  let c = 0x9ce4;
  let d = 0xcbf2;
  for (let index = 0; index < text.length; index += 1) {
    a ^= text.charCodeAt(index);
    const low = a * PRIME;
    const second = b * PRIME + (low >>> 16);
    const third = c * PRIME + (a << 8) + (second >>> 16);
    d = (d * PRIME + (b << 8) + (third >>> 16)) & 0xffff;
    a = low & 0xffff;
    b = second & 0xffff;
    c = third & 0xffff;
  }
  return (d & 0xf) * 2 ** 48 + c * 2 ** 32 + b * 2 ** 16 + (a ^ (d >> 4));
}

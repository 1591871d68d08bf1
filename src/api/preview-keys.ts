import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";

/** What makes preview cookies this server's own. */
export interface PreviewKeys {
  /** The value of the bypass cookie: 32 hexadecimal digits, as long as Next's. */
  readonly bypassId: string;
  /** Encrypts and authenticates the data cookie. */
  readonly dataKey: KeyObject;
  /** Made of random bytes: the next process cannot read the cookies. */
  readonly isTemporary: boolean;
}

const SECRET_LENGTH = 16;
const CIPHER = "aes-256-gcm";
/** NIST SP 800-38D section 5.2.1.1 recommends 96 bits for the nonce; the tag is as long as it can be. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const TAG = { authTagLength: TAG_BYTES };

let secretOfProcess: string | Buffer | undefined;

/** Sets what is used where no secret is given, so that the workers of one primary have the same. */
export function shareSecret(secret: string): void {
  secretOfProcess = secret;
}

/**
 * Derives the keys of preview mode from a secret (HKDF with SHA-256, RFC 5869). Equal secrets give equal keys, so
 * that several processes understand each other's cookies.
 *
 * @param secret - default: random bytes, the same ones for every server of this process
 * @throws TypeError for a secret of less than 16 characters: whoever has a cookie could guess it
 */
export function derivePreviewKeys(secret?: string): PreviewKeys {
  if (secret !== undefined && secret.length < SECRET_LENGTH) {
    throw new TypeError(
      `\`previewSecret\` (or PAGES_API_PREVIEW_SECRET) has ${secret.length} characters. Give it at least ` +
        `${SECRET_LENGTH}, chosen at random, such as what \`openssl rand -hex 32\` prints.`,
    );
  }
  const material = secret ?? (secretOfProcess ??= randomBytes(32));
  const derive = (use: string, bytes: number): Buffer =>
    Buffer.from(hkdfSync("sha256", material, "", `pages-api preview: ${use}`, bytes));
  return Object.freeze({
    bypassId: derive("bypass", 16).toString("hex"),
    dataKey: createSecretKey(derive("data", 32)),
    isTemporary: secret === undefined,
  });
}

/** Encrypts a text to a token in base64url: nonce, tag, ciphertext. */
export function encrypt(text: string, key: KeyObject): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, TAG);
  const encrypted = [cipher.update(text, "utf8"), cipher.final()];
  return Buffer.concat([nonce, cipher.getAuthTag(), ...encrypted]).toString("base64url");
}

/** The text of a token, or `undefined` for a token that `encrypt` did not make with this key. */
export function decrypt(token: string, key: KeyObject): string | undefined {
  const bytes = Buffer.from(token, "base64url");
  const start = NONCE_BYTES + TAG_BYTES;
  if (bytes.length < start) return undefined;
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), TAG);
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, start));
  try {
    return decipher.update(bytes.subarray(start), undefined, "utf8") + decipher.final("utf8");
  } catch {
    return undefined;
  }
}

/** Control characters, those of a terminal's escapes, and those that turn the direction of a line. */
const HIDDEN = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** A text of a client or of a file's name for one line of a terminal: line breaks and escapes are written as `\\u000a`. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

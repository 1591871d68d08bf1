import { parse } from "cookie";
import { setOwn } from "./object.ts";

export type Cookies = Partial<Record<string, string>>;

const DECODE = { decode };

/**
 * Reads a Cookie header (RFC 6265 section 5.4) into a plain object: the first of equal names wins, surrounding
 * quotes are taken off, values are percent-decoded where that is possible, parts without `=` are passed over.
 */
export function parseCookies(header: string | undefined): Cookies {
  const cookies: Cookies = {};
  if (header === undefined) return cookies;
  // The package takes a header of one character for an empty one; "=" is a cookie, as "=;" is.
  const parsed = parse(`${header};`, DECODE);
  for (const name of Object.keys(parsed)) setOwn(cookies, name, parsed[name]);
  return cookies;
}

function decode(text: string): string {
  // Next's rule: where a quote begins the value, its last character goes too, whatever it is.
  const value = text.startsWith('"') ? text.slice(1, -1) : text;
  if (!value.includes("%")) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

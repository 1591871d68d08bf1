import type { WriteLine } from "./lines.ts";

/** What the access log says of a request. */
export interface AccessEntry {
  readonly reqId?: string;
  readonly method: string;
  /** As the client sent it, with the query. */
  readonly url: string;
  /** The route's pattern, such as `/api/post/[pid]`; absent where none matched. */
  readonly route?: string;
  /** Absent where nothing of an answer was sent. */
  readonly status?: number;
  /** Milliseconds from the request's arrival to the end of its answer. */
  readonly duration: number;
  /** What was written to the connection, with the header. */
  readonly bytes?: number;
  readonly remoteAddress: string;
  /** The answer is not complete: the client left, or the connection was cut. */
  readonly aborted?: true;
}

/** What a line is made of: an entry whose members may be undefined, in one shape for all requests. */
export type AccessFacts = { readonly [Name in keyof AccessEntry]-?: AccessEntry[Name] | undefined } & Pick<
  AccessEntry,
  "method" | "url" | "duration" | "remoteAddress"
>;

const NEEDS_ESCAPE = /[^ !#-[\]-~]/;
/** Parts that were made before; a server has so many methods and routes. */
const MOST_PARTS = 2_000;
/** Of a number with two decimals. */
const DECIMALS = Array.from({ length: 100 }, (_, index) =>
  (index / 100)
    .toFixed(2)
    .slice(1)
    .replace(/\.?0+$/, ""),
);

/**
 * Makes the function that writes the JSON line of a request. It joins few parts, most of them made before:
 * `JSON.stringify` takes twice as long, and a line is a tenth of what a small answer costs (`npm run bench -- --suite log`).
 * Addresses need no quotes: they are checked already.
 *
 * @param base members of every line
 */
export function createAccessWriter(
  level: number,
  base: string,
  write: WriteLine,
): (facts: AccessFacts) => void {
  const plainBase = ascii(base);
  // HTTP/2 has methods of any characters.
  const verbs = new Parts((method) => ascii(JSON.stringify(method)).slice(1, -1));
  const routes = new Parts((route) => `","route":${ascii(JSON.stringify(route))}`);
  let time = 0;
  let start = "";

  return (facts) => {
    const { reqId, method, route, status, bytes, aborted } = facts;
    const now = Date.now();
    if (now !== time) {
      time = now;
      start = `{"level":${level},"time":${now},${plainBase}`;
    }
    const isPlain = !NEEDS_ESCAPE.test(facts.url);
    const url = isPlain ? facts.url : JSON.stringify(facts.url).slice(1, -1);
    const id = reqId === undefined ? "" : `,"reqId":${quoted(reqId)}`;
    const verb = verbs.of(method);
    const named = route === undefined ? '"' : routes.of(route);
    const answered = status === undefined ? named : `${named},"status":${status}`;
    const size = bytes === undefined ? "" : `,"bytes":${bytes}`;
    const end = aborted === true ? `","aborted":true,"msg":"` : `","msg":"`;
    const line =
      `${start}${id}` +
      `,"method":"${verb}","url":"${url}${answered},"duration":${durationText(facts.duration)}${size}` +
      `,"remoteAddress":"${facts.remoteAddress}${end}${messageOf(facts, verb, url)}"}`;
    write(line, isPlain);
  };
}

/** Texts that are made once for each key. */
class Parts {
  readonly #known = new Map<string, string>();
  readonly #make: (key: string) => string;

  constructor(make: (key: string) => string) {
    this.#make = make;
  }

  of(key: string): string {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const text = this.#make(key);
    if (this.#known.size < MOST_PARTS) this.#known.set(key, text);
    return text;
  }
}

/** An id has visible ASCII characters alone. */
function quoted(id: string): string {
  return id.includes('"') || id.includes("\\") ? JSON.stringify(id) : `"${id}"`;
}

/** A JSON text with escapes for all that is not ASCII. */
function ascii(text: string): string {
  return text.replace(/[^\0-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Two decimals at most. Node makes a text of a fraction in five times the time that a whole number takes. */
function durationText(duration: number): string {
  const hundredths = Math.round(duration * 100);
  return `${Math.floor(hundredths / 100)}${DECIMALS[hundredths % 100]}`;
}

/**
 * `GET /api/hello 200 in 3 ms`.
 *
 * @param method and `url`: as the log has them, such as escaped for JSON
 */
export function messageOf({ status, aborted, duration }: AccessFacts, method: string, url: string): string {
  return `${method} ${url} ${aborted === true ? "aborted" : status} in ${Math.round(duration)} ms`;
}

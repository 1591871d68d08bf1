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
> & {
    /** The id has nothing that is escaped. To look costs as much as to write the rest: it is not one piece of memory yet. */
    readonly isIdPlain: boolean;
  };

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
  const methods = new Parts((method: string) => {
    const text = ascii(JSON.stringify(method)).slice(1, -1);
    return { field: flat(`,"method":"`, text, `","url":"`), word: flat(text, " ") };
  });
  const routes = new Parts((route: string) => flat(`","route":`, ascii(JSON.stringify(route))));
  const statuses = new Parts((status: number) => ({
    field: flat(`,"status":`, status, `,"duration":`),
    word: flat(" ", status, " in "),
  }));
  let time = 0;
  let start = "";

  return (facts) => {
    const { reqId, route, status, duration, bytes } = facts;
    const now = Date.now();
    if (now !== time) {
      time = now;
      start = flat(`{"level":`, level, `,"time":`, now, ",", plainBase);
    }
    const isPlain = !NEEDS_ESCAPE.test(facts.url);
    const url = isPlain ? facts.url : JSON.stringify(facts.url).slice(1, -1);
    const method = methods.of(facts.method);
    const answer = status === undefined ? NO_STATUS : statuses.of(status);
    const id = reqId === undefined ? "" : `,"reqId":${facts.isIdPlain ? `"${reqId}"` : quoted(reqId)}`;
    const named = route === undefined ? '"' : routes.of(route);
    const size = bytes === undefined ? "" : `,"bytes":${bytes}`;
    const isAborted = facts.aborted === true;
    const end = isAborted ? `","aborted":true,"msg":"` : `","msg":"`;
    const line =
      `${start}${id}${method.field}${url}${named}${answer.field}${durationText(duration)}${size}` +
      `,"remoteAddress":"${facts.remoteAddress}${end}` +
      `${method.word}${url}${isAborted ? ABORTED : answer.word}${Math.round(duration)} ms"}`;
    write(line, isPlain);
  };
}

/** Nothing of an answer was sent. */
const NO_STATUS = { field: `,"duration":`, word: " undefined in " };
const ABORTED = " aborted in ";

/** Texts that are made once for each key. */
class Parts<Key, Part> {
  readonly #known = new Map<Key, Part>();
  readonly #make: (key: Key) => Part;

  constructor(make: (key: Key) => Part) {
    this.#make = make;
  }

  of(key: Key): Part {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const part = this.#make(key);
    if (this.#known.size < MOST_PARTS) this.#known.set(key, part);
    return part;
  }
}

/** What is concatenated is a tree of its parts for V8, which each line would have to walk. */
function flat(...parts: readonly (string | number)[]): string {
  return parts.join("");
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

/** `GET /api/hello 200 in 3 ms`. */
export function messageOf({ method, url, status, aborted, duration }: AccessFacts): string {
  return `${method} ${url} ${aborted === true ? "aborted" : status} in ${Math.round(duration)} ms`;
}

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

/** What a line is made of: in one shape for all requests. */
export interface AccessFacts extends Pick<AccessEntry, "method" | "url" | "remoteAddress"> {
  readonly reqId: string;
  /** The id has nothing that is escaped. To look costs as much as to write the rest: it is not one piece of memory yet. */
  readonly isIdPlain: boolean;
  readonly route: string | undefined;
  readonly status: number | undefined;
  /** Hundredths of a millisecond: Node makes a text of a fraction in five times the time that a whole number takes. */
  readonly hundredths: number;
  readonly bytes: number | undefined;
  readonly aborted: true | undefined;
}

const NEEDS_ESCAPE = /[^ !#-[\]-~]/;
/** Parts that were made before; a server has so many methods, routes and clients. */
const MOST_PARTS = 2_000;
/** Ends of lines that were made before, by their milliseconds. */
const MOST_ENDS = 100;
/** Of a number with two decimals. */
const DECIMALS = Array.from({ length: 100 }, (_, index) =>
  (index / 100)
    .toFixed(2)
    .slice(1)
    .replace(/\.?0+$/, ""),
);
const DECIMALS_BEFORE_BYTES = DECIMALS.map((decimals) => `${decimals},"bytes":`);

/**
 * Makes the function that writes the JSON line of a request. It joins few parts, most of them made before:
 * `JSON.stringify` takes twice as long, and a line is a tenth of what a small answer costs (`npm run bench -- --suite log`).
 * `+` costs less than a template, which converts each part. Addresses need no quotes: they are checked already.
 *
 * @param base members of every line
 */
export function createAccessWriter(
  level: number,
  base: string,
  write: WriteLine,
): (facts: AccessFacts) => void {
  const methods = new Parts((method: string) => new MethodParts(method));
  const routes = new Parts((route: string | undefined) => new RouteParts(route));
  const start = new LineStart(`{"level":${level},"time":`, `,${ascii(base)},"reqId":"`);

  return (facts) => {
    const { bytes, hundredths, aborted } = facts;
    const method = methods.of(facts.method);
    const id = facts.isIdPlain ? facts.reqId : escaped(facts.reqId);
    const route = routes.of(facts.route);
    const isPlain = facts.url === route.path || !NEEDS_ESCAPE.test(facts.url);
    const url = isPlain ? facts.url : JSON.stringify(facts.url).slice(1, -1);
    const answer = route.answers.of(facts.status);
    const whole = Math.floor(hundredths / 100);
    const decimals = hundredths - 100 * whole;
    const size = bytes === undefined ? DECIMALS[decimals]! : DECIMALS_BEFORE_BYTES[decimals]! + bytes;
    const client = method.clients.of(facts.remoteAddress);
    const ends = aborted === true ? ABORTED : answer.ends;
    const message = aborted === true ? client.aborted : client.answered;
    write(
      start.at(Date.now()) +
        id +
        method.field +
        url +
        answer.field +
        whole +
        size +
        message +
        url +
        ends.of(Math.round(hundredths / 100)),
      isPlain,
    );
  };
}

/** The first members of a line, up to the quote of the request's id. Only the last digits of the time change often. */
class LineStart {
  readonly #beforeTime: string;
  readonly #behindTime: string;
  /** By the milliseconds of a second. */
  readonly #made: string[] = [];
  #second = 0;
  #beforeMilliseconds = "";
  #time = 0;
  #text = "";

  constructor(beforeTime: string, behindTime: string) {
    this.#beforeTime = beforeTime;
    this.#behindTime = behindTime;
  }

  at(time: number): string {
    return time === this.#time ? this.#text : this.#make(time);
  }

  #make(time: number): string {
    const second = Math.floor(time / 1000);
    if (second !== this.#second) this.#beforeMilliseconds = flat(this.#beforeTime, second);
    const milliseconds = time - 1000 * second;
    this.#second = second;
    this.#time = time;
    this.#text =
      this.#beforeMilliseconds +
      (this.#made[milliseconds] ??= flat(String(milliseconds).padStart(3, "0"), this.#behindTime));
    return this.#text;
  }
}

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

/** HTTP/2 has methods of any characters. */
class MethodParts {
  readonly field: string;
  readonly clients: Parts<string, { readonly answered: string; readonly aborted: string }>;

  constructor(method: string) {
    const text = ascii(JSON.stringify(method)).slice(1, -1);
    this.field = flat(`","method":"`, text, `","url":"`);
    this.clients = new Parts((address) => ({
      answered: flat(`,"remoteAddress":"`, address, `","msg":"`, text, " "),
      aborted: flat(`,"remoteAddress":"`, address, `","aborted":true,"msg":"`, text, " "),
    }));
  }
}

class RouteParts {
  /** Of a static route, where it is logged as it is. */
  readonly path: string | undefined;
  readonly answers: Parts<number | undefined, { readonly field: string; readonly ends: Ends }>;

  constructor(route: string | undefined) {
    this.path = route === undefined || NEEDS_ESCAPE.test(route) ? undefined : route;
    const named = route === undefined ? '"' : `","route":${ascii(JSON.stringify(route))}`;
    this.answers = new Parts((status) => ({
      field: flat(named, status === undefined ? "" : `,"status":${status}`, `,"duration":`),
      ends: ENDS.of(status),
    }));
  }
}

/** Ends of lines, behind the URL in the message. */
class Ends {
  readonly #word: string;
  readonly #made: string[] = [];

  constructor(word: string) {
    this.#word = word;
  }

  of(milliseconds: number): string {
    return milliseconds < MOST_ENDS
      ? (this.#made[milliseconds] ??= this.#make(milliseconds))
      : this.#make(milliseconds);
  }

  #make(milliseconds: number): string {
    return flat(" ", this.#word, " in ", milliseconds, ` ms"}`);
  }
}

const ENDS = new Parts((status: number | undefined) => new Ends(String(status)));
const ABORTED = new Ends("aborted");

/** What is concatenated is a tree of its parts for V8, which each line would have to walk. */
function flat(...parts: readonly (string | number)[]): string {
  return parts.join("");
}

/** An id has visible ASCII characters alone. */
function escaped(id: string): string {
  return id.includes('"') || id.includes("\\") ? JSON.stringify(id).slice(1, -1) : id;
}

/** A JSON text with escapes for all that is not ASCII. */
function ascii(text: string): string {
  return text.replace(/[^\0-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** `GET /api/hello 200 in 3 ms`. */
export function messageOf({ method, url, status, aborted, hundredths }: AccessFacts): string {
  return `${method} ${url} ${aborted === true ? "aborted" : status} in ${Math.round(hundredths / 100)} ms`;
}

import { type AccessFacts, accessLine, linePartsOf, lineStartOf } from "./access-line.ts";
import { lineWritten, roomFor, writeLine } from "./lines.ts";
import { SERIAL_DIGITS } from "./request-id.ts";

/** What the numbers of a line and the quotes around them take at most. */
const NUMBERS_LENGTH = 100;
/** Whole numbers of V8 that are not objects. */
const MOST = 2 ** 30;
/** Parts that were made before: a server has so many routes, and a route so many methods and statuses. */
const MOST_ROUTES = 2_000;
const MOST_ANSWERS = 50;
/** From here on, to copy bytes by a call costs less than by a loop. */
const LONG = 60;
const BYTES = Buffer.from(`,"bytes":`);
const ADDRESS = Buffer.from(`,"remoteAddress":"`);
const END = Buffer.from(` ms"}\n`);
const HEX = Buffer.from("0123456789abcdef");
const ZERO = 48;
const POINT = 46;

/**
 * Makes the function that writes the JSON line of a request. It writes bytes to where lines gather: parts that were made
 * before, and the few characters that differ from line to line. To join the line as a text, and to encode that, takes
 * three times as long (`npm run bench -- --suite log`). What is unusual is a text all the same: an answer that was
 * aborted, characters to escape, and what has no room.
 *
 * @param base members of every line
 */
export function createAccessWriter(level: number, base: string): (facts: AccessFacts) => void {
  const start = lineStartOf(level, base);
  const head = new Head(start.beforeTime, start.behindTime);
  const answers = new Answers();

  return (facts) => {
    const time = Date.now();
    if (!putLine(head, answers, time, facts)) writeLine(accessLine(start, time, facts));
  };
}

/** @returns whether it could */
function putLine(head: Head, answers: Answers, time: number, facts: AccessFacts): boolean {
  const { url, remoteAddress, serial, hundredths, bytes } = facts;
  if (facts.aborted === true || hundredths >= MOST) return false;
  const answer = answers.of(facts);
  if (answer === undefined) return false;
  const most =
    head.length + answer.length + facts.reqId.length + 2 * url.length + remoteAddress.length + NUMBERS_LENGTH;
  const lines = roomFor(most);
  if (lines === undefined) return false;
  const to = lines.content;

  let at = head.put(to, lines.bytes, time, facts);
  if (serial < 0) at = putText(to, at, facts.reqId);
  if (at < 0) return false;
  const isRoute = url === answer.path;
  let urlAt = 0;
  if (isRoute) at = putBytes(to, at, answer.withUrl);
  else {
    urlAt = at = putBytes(to, at, answer.beforeUrl);
    at = putText(to, at, url);
    if (at < 0) return false;
    at = putBytes(to, at, answer.behindUrl);
  }
  at = putHundredths(to, at, hundredths);
  if (bytes !== undefined) at = putNumber(to, putBytes(to, at, BYTES), bytes);
  at = putText(to, putBytes(to, at, ADDRESS), remoteAddress);
  if (at < 0) return false;
  if (isRoute) at = putBytes(to, at, answer.withMessageUrl);
  else {
    at = putBytes(to, at, answer.beforeMessageUrl);
    at = putAgain(to, at, urlAt, url.length);
    at = putBytes(to, at, answer.behindMessageUrl);
  }
  at = putNumber(to, at, Math.round(hundredths / 100));
  lineWritten(putBytes(to, at, END));
  return true;
}

/** The beginning of a line, up to the last digits of its id: the same for many lines one after the other. */
class Head {
  readonly length: number;
  readonly #bytes: Buffer;
  readonly #timeAt: number;
  readonly #idAt: number;
  #time = 0;
  #second = 0;
  /** Ids that are counted have the same first characters for so long. */
  #block = -1;

  constructor(beforeTime: string, behindTime: string) {
    const first = `${beforeTime}${"0".repeat(13)}${behindTime}`;
    this.#bytes = Buffer.from(first + "0".repeat(36 - SERIAL_DIGITS));
    this.#timeAt = beforeTime.length;
    this.#idAt = first.length;
    this.length = this.#bytes.length + SERIAL_DIGITS;
  }

  /** Puts it, with an id that was counted. @returns where an id ends that was, or begins that was not */
  put(to: Uint8Array, at: number, time: number, { serial, reqId }: AccessFacts): number {
    if (time !== this.#time) this.#setTime(time);
    if (serial < 0) return putBytes(to, at, this.#bytes) - this.#bytes.length + this.#idAt;
    const block = serial >>> (4 * SERIAL_DIGITS);
    if (block !== this.#block) {
      this.#block = block;
      this.#bytes.write(reqId.slice(0, -SERIAL_DIGITS), this.#idAt, "latin1");
    }
    const digits = putBytes(to, at, this.#bytes);
    to[digits] = HEX[(serial >>> 8) & 15]!;
    to[digits + 1] = HEX[(serial >>> 4) & 15]!;
    to[digits + 2] = HEX[serial & 15]!;
    return digits + SERIAL_DIGITS;
  }

  /** To write all its digits takes 1,200 instructions, a tenth of what a line costs: within a second, the last three do. */
  #setTime(time: number): void {
    this.#time = time;
    const second = Math.floor(time / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#bytes.write(String(time), this.#timeAt, "latin1");
      return;
    }
    const rest = (time - 1000 * second) | 0;
    const at = this.#timeAt + 10;
    this.#bytes[at] = ZERO + ((rest / 100) | 0);
    this.#bytes[at + 1] = ZERO + (((rest / 10) | 0) % 10);
    this.#bytes[at + 2] = ZERO + (rest % 10);
  }
}

/** The parts of lines with one method, route and status. */
class Answer {
  readonly method: string;
  readonly route: string | undefined;
  readonly status: number | undefined;
  /** Of a route that has one, where it is logged as it is. */
  readonly path: string | undefined;
  readonly withUrl: Buffer;
  readonly beforeUrl: Buffer;
  readonly behindUrl: Buffer;
  readonly withMessageUrl: Buffer;
  readonly beforeMessageUrl: Buffer;
  readonly behindMessageUrl: Buffer;
  readonly length: number;

  constructor(facts: AccessFacts) {
    const { beforeUrl, behindUrl, beforeMessageUrl, behindMessageUrl } = linePartsOf(facts);
    const { route = "" } = facts;
    this.method = facts.method;
    this.route = facts.route;
    this.status = facts.status;
    this.path = putText(Buffer.alloc(route.length), 0, route) > 0 ? route : undefined;
    this.withUrl = Buffer.from(beforeUrl + this.path + behindUrl);
    this.beforeUrl = Buffer.from(beforeUrl);
    this.behindUrl = Buffer.from(behindUrl);
    this.withMessageUrl = Buffer.from(beforeMessageUrl + this.path + behindMessageUrl);
    this.beforeMessageUrl = Buffer.from(beforeMessageUrl);
    this.behindMessageUrl = Buffer.from(behindMessageUrl);
    this.length = this.withUrl.length + this.withMessageUrl.length;
  }

  isOf({ method, route, status }: AccessFacts): boolean {
    return method === this.method && route === this.route && status === this.status;
  }
}

class Answers {
  readonly #known = new Map<string | undefined, Answer[]>();
  #last: Answer | undefined;

  of(facts: AccessFacts): Answer | undefined {
    if (this.#last?.isOf(facts) === true) return this.#last;
    let ofRoute = this.#known.get(facts.route);
    if (ofRoute === undefined) {
      if (this.#known.size === MOST_ROUTES) return undefined;
      this.#known.set(facts.route, (ofRoute = []));
    }
    let answer = ofRoute.find((known) => known.isOf(facts));
    if (answer === undefined) {
      if (ofRoute.length === MOST_ANSWERS) return undefined;
      ofRoute.push((answer = new Answer(facts)));
    }
    return (this.#last = answer);
  }
}

/** These put something at an offset, and give the offset behind it. */
function putBytes(to: Uint8Array, at: number, bytes: Uint8Array): number {
  to.set(bytes, at);
  return at + bytes.length;
}

/** @returns -1 for a text that has something to escape, or that is not ASCII */
function putText(to: Uint8Array, at: number, text: string): number {
  const { length } = text;
  for (let index = 0; index < length; index += 1) {
    const char = text.charCodeAt(index);
    if (char < 0x20 || char > 0x7e || char === 0x22 || char === 0x5c) return -1;
    to[at + index] = char;
  }
  return at + length;
}

/** What was put before. */
function putAgain(to: Uint8Array, at: number, from: number, length: number): number {
  if (length > LONG) to.copyWithin(at, from, from + length);
  else for (let index = 0; index < length; index += 1) to[at + index] = to[from + index]!;
  return at + length;
}

function putNumber(to: Uint8Array, at: number, value: number): number {
  if (value >= MOST) return putText(to, at, String(value));
  let end = at + 1;
  for (let rest = value; rest >= 10; rest = (rest / 10) | 0) end += 1;
  let rest = value | 0;
  for (let digit = end - 1; digit >= at; digit -= 1) {
    const tenth = (rest / 10) | 0;
    to[digit] = ZERO + rest - 10 * tenth;
    rest = tenth;
  }
  return end;
}

/** As a number with two decimals, without zeros at its end. */
function putHundredths(to: Uint8Array, at: number, value: number): number {
  const whole = (value / 100) | 0;
  const rest = value - 100 * whole;
  const end = putNumber(to, at, whole);
  if (rest === 0) return end;
  const tenths = (rest / 10) | 0;
  to[end] = POINT;
  to[end + 1] = ZERO + tenths;
  if (rest === 10 * tenths) return end + 2;
  to[end + 2] = ZERO + rest - 10 * tenths;
  return end + 3;
}

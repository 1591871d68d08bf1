import { connect } from "node:net";
import type { Socket } from "node:net";
import * as zlib from "node:zlib";

export interface Sending {
  parts: (string | Buffer | { pause: number })[];
  /** One method for each final answer that is awaited, as HEAD changes how an answer is framed. */
  methods: string[];
  /** Milliseconds until a connection without its answers counts as hanging. */
  patience: number;
  /** Bytes sent on a second connection once the body of the first answer begins to be readable. */
  release?: Buffer;
}

export interface Answer {
  status: number;
  statusText: string;
  /** In the order and with the letters of the wire. */
  headers: [name: string, value: string][];
  framing: "none" | "length" | "chunked" | "close";
  /** Without the chunk framing, still compressed if it came so. */
  body: Buffer;
  trailers?: string[];
  /** The body ended before its framing said so. */
  cut?: true;
}

export interface Exchange {
  answers: Answer[];
  /** How the connection stood after the last answer. */
  end: "open" | "closed" | "no answer";
  /** Bytes after the last awaited answer. */
  surplus?: string;
}

const LINGER = 12;
const LINGER_WHEN_CLOSING = 1000;

/** Sends bytes on one connection of its own and reads the answers, however wrong they are. */
export function exchange(port: number, sending: Sending): Promise<Exchange> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const reader = new Reader(sending.methods);
    let released = false;
    let linger: NodeJS.Timeout | undefined;

    function settle(end: Exchange["end"]): void {
      clearTimeout(patience);
      clearTimeout(linger);
      socket.destroy();
      resolve(reader.result(end));
    }
    const patience = setTimeout(() => settle("no answer"), sending.patience);

    socket.setNoDelay(true);
    socket.on("connect", () => void writeParts(socket, sending.parts));
    socket.on("data", (data) => {
      reader.push(data);
      if (sending.release && !released && reader.readable()) {
        released = true;
        connect(port, "127.0.0.1")
          .on("error", () => {})
          .end(sending.release)
          .resume();
      }
      if (reader.complete() && !linger) {
        clearTimeout(patience);
        linger = setTimeout(() => settle("open"), reader.closing() ? LINGER_WHEN_CLOSING : LINGER);
      }
    });
    socket.on("end", () => settle("closed"));
    socket.on("close", () => settle("closed"));
    socket.on("error", () => {});
  });
}

async function writeParts(socket: Socket, parts: Sending["parts"]): Promise<void> {
  for (const part of parts) {
    if (socket.destroyed) return;
    if (typeof part === "string") socket.write(part, "latin1");
    else if (Buffer.isBuffer(part)) socket.write(part);
    else await new Promise((resolve) => setTimeout(resolve, part.pause));
  }
}

class Reader {
  readonly #methods: string[];
  readonly #answers: Answer[] = [];
  #rest: Buffer = Buffer.alloc(0);
  #open: Answer | undefined;
  #final = 0;

  constructor(methods: string[]) {
    this.#methods = methods;
  }

  push(data: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, data]);
    while (!this.complete() && this.#step());
  }

  complete(): boolean {
    return this.#final === this.#methods.length;
  }

  closing(): boolean {
    return valueOf(this.#answers.at(-1), "connection") === "close";
  }

  /** Whether a client could already read something of the body that is arriving. */
  readable(): boolean {
    const answer = this.#open ?? this.#answers.at(-1);
    if (!answer || answer.status < 200) return false;
    return decoded(answer).length > 0;
  }

  result(end: Exchange["end"]): Exchange {
    if (this.#open) {
      if (this.#open.framing !== "close" || end !== "closed") this.#open.cut = true;
      this.#answers.push(this.#open);
    }
    const surplus = this.#rest.toString("latin1");
    return { answers: this.#answers, end, ...(surplus ? { surplus } : {}) };
  }

  #step(): boolean {
    if (!this.#open) return this.#readHead();
    switch (this.#open.framing) {
      case "none":
        return this.#finish();
      case "length":
        return this.#readLength(this.#open);
      case "chunked":
        return this.#readChunk(this.#open);
      case "close":
        this.#take(this.#open, this.#rest.length);
        return false;
    }
  }

  #readHead(): boolean {
    const at = this.#rest.indexOf("\r\n\r\n");
    if (at === -1) return false;
    const [first = "", ...lines] = this.#rest.toString("latin1", 0, at).split("\r\n");
    this.#rest = this.#rest.subarray(at + 4);
    const [, status = "0", statusText = ""] = /^HTTP\/1\.[01] (\d+) ?(.*)$/.exec(first) ?? [];
    const headers = lines.map(splitHeader);
    const answer: Answer = {
      status: Number(status),
      statusText,
      headers,
      framing: "none",
      body: Buffer.alloc(0),
    };
    answer.framing = framingOf(answer, this.#methods[this.#final]);
    this.#open = answer;
    return true;
  }

  #readLength(answer: Answer): boolean {
    const missing = Number(valueOf(answer, "content-length")) - answer.body.length;
    this.#take(answer, Math.min(missing, this.#rest.length));
    return answer.body.length === Number(valueOf(answer, "content-length")) && this.#finish();
  }

  #readChunk(answer: Answer): boolean {
    const at = this.#rest.indexOf("\r\n");
    if (at === -1) return false;
    const size = Number.parseInt(this.#rest.toString("latin1", 0, at), 16);
    if (Number.isNaN(size)) return false;
    if (size === 0) return this.#readTrailers(answer, at);
    if (this.#rest.length < at + 2 + size + 2) return false;
    this.#rest = this.#rest.subarray(at + 2);
    this.#take(answer, size);
    this.#rest = this.#rest.subarray(2);
    return true;
  }

  #readTrailers(answer: Answer, at: number): boolean {
    const end = this.#rest.indexOf("\r\n\r\n", at);
    if (end === -1) return false;
    const lines = this.#rest.toString("latin1", at + 2, end).split("\r\n");
    if (end > at) answer.trailers = lines;
    this.#rest = this.#rest.subarray(end + 4);
    return this.#finish();
  }

  #take(answer: Answer, size: number): void {
    if (size === 0) return;
    answer.body = Buffer.concat([answer.body, this.#rest.subarray(0, size)]);
    this.#rest = this.#rest.subarray(size);
  }

  #finish(): boolean {
    const answer = this.#open;
    if (!answer) return false;
    this.#answers.push(answer);
    this.#open = undefined;
    if (answer.status >= 200 || answer.status === 101) this.#final += 1;
    return true;
  }
}

function splitHeader(line: string): [string, string] {
  const at = line.indexOf(":");
  return [line.slice(0, at), line.slice(at + 1).trim()];
}

export function valueOf(answer: Answer | undefined, name: string): string | undefined {
  return answer?.headers.find((header) => header[0].toLowerCase() === name)?.[1];
}

// RFC 9112, section 6.3
function framingOf(answer: Answer, method: string | undefined): Answer["framing"] {
  if (method === "HEAD" || answer.status < 200 || answer.status === 204 || answer.status === 304)
    return "none";
  if (valueOf(answer, "transfer-encoding")?.toLowerCase().endsWith("chunked")) return "chunked";
  if (valueOf(answer, "content-length") !== undefined) return "length";
  return "close";
}

/** Node has it from 22.15 on; the types here are those of Node 20. */
const { zstdDecompressSync } = zlib as { zstdDecompressSync?: (bytes: Buffer, options: object) => Buffer };

/** The body without its content coding, as far as it has arrived. */
export function decoded(answer: Answer): Buffer {
  const options = { finishFlush: zlib.constants.Z_SYNC_FLUSH };
  try {
    const coding = valueOf(answer, "content-encoding");
    if (coding === "gzip") return zlib.gunzipSync(answer.body, options);
    if (coding === "deflate") return zlib.inflateSync(answer.body, options);
    // Almost any bytes are the beginning of something in Brotli.
    if (coding === "br") return zlib.brotliDecompressSync(answer.body);
    if (coding === "zstd") return zstdDecompressSync!(answer.body, {});
  } catch {
    // The coding is a lie told by the handler: the bytes are the fact.
  }
  return answer.body;
}

import { once } from "node:events";
import { type IncomingMessage, request, type Server } from "node:http";
import { connect, type Socket } from "node:net";
import type { Readable } from "node:stream";
import supertest from "supertest";
import { onTestFinished } from "vitest";
import { portOf } from "./wire.ts";

export interface Asked {
  readonly method?: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer as it came over the wire, but for the framing and a content coding, which are taken off. */
export interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: IncomingMessage["headers"];
  readonly bytes: Buffer;
  readonly text: string;
}

/** Where a test serves its one route. */
export const PATH = "/api/test";

/** Asks for `/api/test` by supertest; no coding is accepted unless the headers say so. */
export async function get(server: Server, asked: Asked = {}): Promise<Answer> {
  const { method = "GET", path = PATH, headers = {} } = asked;
  const test = supertest(server)[method.toLowerCase() as "get"](path);
  const all = { "Accept-Encoding": "identity", ...headers };
  const response = await test.set(all).buffer(true).parse(readBytes);
  const bytes = Buffer.isBuffer(response.body) ? response.body : Buffer.alloc(0);
  // superagent keeps Node's message, which alone knows the status text.
  const { statusMessage } = (response as unknown as { res: IncomingMessage }).res;
  return {
    status: response.status,
    statusText: statusMessage!,
    headers: response.headers,
    bytes,
    text: bytes.toString(),
  };
}

function readBytes(response: unknown, done: (error: Error | null, body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  const message = response as IncomingMessage;
  message.on("data", (chunk: Buffer) => chunks.push(chunk));
  message.on("end", () => done(null, Buffer.concat(chunks)));
}

/** What arrives on a stream, and when. */
export interface Arriving {
  /** All that has arrived so far, a character for each byte. */
  received(): string;
  /** Waits until what has arrived contains the text, or matches the pattern; fails if the stream ends first. */
  until(wanted: string | RegExp): Promise<string>;
  /** Waits for the end, and gives all that arrived. */
  end(): Promise<string>;
}

/** A connection on which a test sees when each byte arrives, and how it ends. */
export interface Connection extends Arriving {
  readonly socket: Socket;
}

/** Opens a connection and sends these bytes; it is closed with the test. */
export async function open(server: Server, bytes: string | Buffer): Promise<Connection> {
  const socket = connect(portOf(server), "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  const arriving = arrivingOn(socket);
  await once(socket, "connect");
  socket.write(bytes);
  return { socket, ...arriving };
}

/** Asks by node:http, and gives the answer once its headers are there, its body unread and still coded. */
export async function begin(server: Server, asked: Asked = {}): Promise<IncomingMessage> {
  const { method = "GET", path = PATH, headers = {} } = asked;
  const sent = request({ host: "127.0.0.1", port: portOf(server), method, path, headers, agent: false });
  onTestFinished(() => void sent.destroy());
  sent.end();
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  return answer;
}

export function arrivingOn(stream: Readable): Arriving {
  let text = "";
  let closed = false;
  stream.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")));
  // A reset is an end like another here; what arrived before it is what counts.
  stream.on("error", () => {});
  stream.on("close", () => (closed = true));

  async function until(wanted: string | RegExp): Promise<string> {
    while (typeof wanted === "string" ? !text.includes(wanted) : !wanted.test(text)) {
      if (closed) throw new Error(`The stream ended before ${wanted} came: ${text}`);
      await new Promise<void>((resolve) => {
        stream.once("data", () => resolve());
        stream.once("close", resolve);
      });
    }
    return text;
  }

  async function end(): Promise<string> {
    if (!closed) await new Promise((resolve) => stream.once("close", resolve));
    return text;
  }

  return { received: () => text, until, end };
}

/** The bytes of a request without a body. */
export function requestText(asked: Asked & { readonly version?: string } = {}): string {
  const { method = "GET", path = PATH, headers = {}, version = "1.1" } = asked;
  const lines = Object.entries({ Host: "a.test", ...headers }).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${path} HTTP/${version}`, ...lines, "", ""].join("\r\n");
}

/** A promise that a test settles by hand, to hold a handler until the client has seen something. */
export interface Gate<T = void> {
  readonly opened: Promise<T>;
  open(value: T): void;
}

export function gate<T = void>(): Gate<T> {
  let open!: (value: T) => void;
  const opened = new Promise<T>((resolve) => (open = resolve));
  return { opened, open };
}

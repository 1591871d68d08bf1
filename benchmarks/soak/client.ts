import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from "node:http";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Sent {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  /** Several parts are sent in chunks, without a Content-Length. */
  readonly body?: string | Buffer | readonly Buffer[];
  /** Milliseconds between pieces of the answer that are read. */
  readonly pause?: number;
}

/** How long an exchange may take, also on a machine that does much else. One that takes longer is an unexpected outcome. */
const PATIENCE_MS = 60_000;

/** Where the server is, and how it is asked. */
export class Client {
  readonly port: number;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(port: number) {
    this.port = port;
  }

  /** A whole exchange, on a connection that is kept. Rejects where the answer is cut. */
  ask(path: string, { method = "GET", headers = {}, body, pause }: Sent = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const target = {
        host: "127.0.0.1",
        port: this.port,
        path,
        method,
        headers,
        signal,
        agent: this.#agent,
      };
      const sent = request(target, (answer) => {
        collect(answer, pause).then((bytes) => {
          resolve({ status: answer.statusCode!, headers: answer.headers, body: bytes });
        }, reject);
      });
      sent.on("error", reject);
      for (const part of Array.isArray(body) ? (body as readonly Buffer[]) : []) sent.write(part);
      sent.end(Array.isArray(body) ? undefined : (body as string | Buffer | undefined));
    });
  }

  /** A connection of its own, which is closed when `use` has done with it. */
  async connected<T>(use: (socket: Socket) => Promise<T>): Promise<T> {
    const socket = connect(this.port, "127.0.0.1");
    // What becomes of it is told by its end.
    socket.on("error", () => {});
    const timer = setTimeout(() => socket.destroy(new Error("no end")), PATIENCE_MS);
    try {
      return await use(socket);
    } finally {
      clearTimeout(timer);
      socket.destroy();
    }
  }

  close(): void {
    this.#agent.destroy();
  }
}

async function collect(source: AsyncIterable<Buffer>, pause: number | undefined): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of source) {
    chunks.push(chunk);
    if (pause !== undefined) await sleep(pause);
  }
  return Buffer.concat(chunks);
}

/** All that comes until the server closes the connection. */
export function untilClosed(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    socket.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")));
    socket.once("close", () => resolve(text));
  });
}

/** What has come when a part of it is there, or the connection is closed. */
export function untilSeen(socket: Socket, part: string): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const take = (chunk: Buffer): void => {
      text += chunk.toString("latin1");
      if (text.includes(part)) finish();
    };
    const finish = (): void => {
      socket.off("data", take).off("close", finish);
      resolve(text);
    };
    socket.on("data", take).once("close", finish);
  });
}

export function post(path: string, headers: string): string {
  return `POST ${path} HTTP/1.1\r\nHost: soak\r\n${headers}\r\n\r\n`;
}

export function get(path: string, headers = "Connection: keep-alive"): string {
  return `GET ${path} HTTP/1.1\r\nHost: soak\r\n${headers}\r\n\r\n`;
}

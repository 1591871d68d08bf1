import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** What became of the requests that were sent while a server was told to end. */
export interface Counts {
  /** Requests that were written to a connection. */
  sent: number;
  /** Complete answers. */
  answered: number;
  /** Answers after the signal. */
  answeredLate: number;
  /** Requests that were sent on an open connection and got no complete answer. */
  lost: number;
  /** Connections that were not accepted any more. A client, or the balancer in front, turns to another process. */
  refused: number;
}

export interface Load {
  readonly port: number;
  /** A connection for each request, instead of one for all of a client's. */
  readonly single: boolean;
  readonly counts: Counts;
  /** Whether the server has been told to end. */
  ending: boolean;
}

/**
 * A server keeps a connection without a request for half a second when it ends. A client that a busy machine holds up for
 * longer may find it closed as it sends, and no server could answer that.
 */
const KEPT_MS = 400;

/** How long a client looks at an answer before it sends the next request, in milliseconds, at most. */
const PAUSE_MS = 20;

/** Sends request after request until no connection is accepted any more. */
export async function runClient(load: Load): Promise<void> {
  const { counts, single } = load;
  for (;;) {
    const socket = await open(load.port);
    if (socket === undefined) {
      if (!load.ending) throw new Error("The server refuses connections before it was told to end.");
      counts.refused += 1;
      return;
    }
    let sentAt = performance.now();
    for (let kept = true, isFirst = true; kept; isFirst = false) {
      await sleep(Math.random() * PAUSE_MS);
      if (socket.destroyed || socket.readableEnded) break;
      const before = sentAt;
      sentAt = performance.now();
      const answer = await exchange(socket, single);
      // The system accepts connections before the server does: one that waits when the server stops is refused.
      const isExcused = sentAt - before > KEPT_MS || (isFirst && load.ending);
      if (answer === undefined && isExcused) break;
      counts.sent += 1;
      if (answer === undefined) counts.lost += 1;
      else counts.answered += 1;
      if (answer !== undefined && load.ending) counts.answeredLate += 1;
      kept = answer !== undefined && !/^connection: close\r$/im.test(answer);
    }
    socket.destroy();
  }
}

function open(port: number): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(socket));
    // What happens to a request is seen where it is sent.
    socket.on("error", () => resolve(undefined));
    // The end of the other side is noticed only by reading.
    socket.resume();
  });
}

/** The answer, or `undefined` where the connection ended before it was complete. */
function exchange(socket: Socket, single: boolean): Promise<string | undefined> {
  return new Promise((resolve) => {
    let text = "";
    const finish = (answer: string | undefined): void => {
      socket.off("data", take).off("close", fail);
      resolve(answer);
    };
    const take = (chunk: Buffer): void => {
      text += chunk.toString("latin1");
      if (isComplete(text)) finish(text);
    };
    const fail = (): void => finish(undefined);
    socket.on("data", take).on("close", fail);
    socket.write(`GET /api/work HTTP/1.1\r\nHost: a\r\n${single ? "Connection: close\r\n" : ""}\r\n`);
  });
}

function isComplete(text: string): boolean {
  const end = text.indexOf("\r\n\r\n");
  if (end === -1) return false;
  const length = /^content-length: (\d+)\r$/im.exec(text.slice(0, end + 2))?.[1];
  return length === undefined ? text.endsWith("\r\n0\r\n\r\n") : text.length >= end + 4 + Number(length);
}

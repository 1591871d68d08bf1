import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { answerOn, isTakenOver, requestOn } from "../http/node-fields.ts";

/** How often connections are looked at while a server stops. */
const SWEEP_MS = 50;
/** In a longer turn of the event loop, what arrives behind its poll phase is worth a second look. */
const SHORT_TURN_MS = 5;
/** A process that has no short turn closes idle connections all the same. */
const BUSY_MS = 5_000;

/** The connections of a server, and their end. Nothing is done for a request until the server stops. */
export class Connections {
  /** How many there have been. */
  accepted = 0;
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  readonly #newest = new WeakMap<Socket, ServerResponse>();
  readonly #idle = new Map<Socket, { readonly since: number; readonly bytesRead: number }>();
  readonly #due = new Set<Socket>();
  #looking = false;
  #sweeping: NodeJS.Timeout | undefined;

  constructor(server: Server) {
    this.#server = server;
    server.on("connection", (socket: Socket) => {
      this.accepted += 1;
      this.#open.add(socket);
      // Node keeps the addresses that it is asked for: routes may ask when the connection is gone.
      void socket.remoteAddress;
      void socket.localPort;
      socket.once("close", () => {
        this.#open.delete(socket);
        this.#idle.delete(socket);
        this.#due.delete(socket);
      });
    });
  }

  /** From now on every answer says `Connection: close`, and is the last one of its connection (RFC 9112 section 9.6). */
  announceEnd(): void {
    for (const socket of this.#open) {
      const res = answerOn(socket);
      // A pipelined request behind it is answered too, and is then the one to say it.
      if (res && !res.headersSent && requestOn(socket) === res.req) res.shouldKeepAlive = false;
    }
    this.#server.prependListener("request", this.#announce);
  }

  readonly #announce = ({ socket }: IncomingMessage, res: ServerResponse): void => {
    const before = this.#newest.get(socket) ?? answerOn(socket);
    if (before && before !== res && !before.headersSent) before.shouldKeepAlive = true;
    res.shouldKeepAlive = false;
    this.#newest.set(socket, res);
  };

  /** Closes connections that have no request, from now on, each after it has had none for some milliseconds. */
  closeIdle(patience: number): void {
    const sweep = (): void => {
      const now = performance.now();
      for (const socket of this.#open) {
        const { bytesRead } = socket;
        const idle = this.#idle.get(socket);
        const isBusyNow = isBusy(socket);
        const isDue = !isBusyNow && idle?.bytesRead === bytesRead && now - idle.since >= patience;
        if (isDue) this.#due.add(socket);
        else this.#due.delete(socket);
        if (isBusyNow) this.#idle.delete(socket);
        // What has arrived since may be the beginning of a request.
        else if (idle?.bytesRead !== bytesRead) this.#idle.set(socket, { since: now, bytesRead });
      }
      if (this.#due.size > 0 && !this.#looking) void this.#closeDue();
    };
    clearInterval(this.#sweeping);
    sweep();
    this.#sweeping = setInterval(sweep, SWEEP_MS);
  }

  async #closeDue(): Promise<void> {
    this.#looking = true;
    await shortTurn(BUSY_MS);
    for (const socket of this.#due) {
      if (!isBusy(socket) && this.#idle.get(socket)?.bytesRead === socket.bytesRead) socket.destroy();
    }
    this.#due.clear();
    this.#looking = false;
  }

  /** Closes all connections at once, and returns how many of them had a request that was not answered yet. */
  cut(): number {
    let count = 0;
    for (const socket of this.#open) {
      if (isBusy(socket)) count += 1;
      socket.destroy();
    }
    return count;
  }

  /** Ends what `announceEnd` and `closeIdle` have begun. */
  release(): void {
    clearInterval(this.#sweeping);
    this.#idle.clear();
    this.#server.off("request", this.#announce);
  }
}

/**
 * Waits until the event loop has read what had arrived: for a turn that was short. In a long one, more has arrived behind
 * its poll phase, and nobody has read it yet.
 */
export async function shortTurn(limit: number): Promise<void> {
  const end = performance.now() + limit;
  let before;
  let now = performance.now();
  do {
    before = now;
    await nextTurn();
    now = performance.now();
  } while (now - before > SHORT_TURN_MS && now < end);
}

/** A request that is being answered, or a connection that was taken over from HTTP. */
function isBusy(socket: Socket): boolean {
  return answerOn(socket) !== undefined || isTakenOver(socket);
}

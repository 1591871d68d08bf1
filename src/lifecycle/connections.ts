import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** How often connections are looked at while a server stops. */
const SWEEP_MS = 50;

/** What Node keeps on the socket of a connection; once it is upgraded, the parser is gone. */
type Connection = Socket & {
  readonly _httpMessage?: ServerResponse | null;
  readonly parser?: { readonly incoming?: IncomingMessage | null } | null;
};

/** The connections of a server, and their end. Nothing is done for a request until the server stops. */
export class Connections {
  /** How many there have been. */
  accepted = 0;
  readonly #server: Server;
  readonly #open = new Set<Connection>();
  readonly #newest = new WeakMap<Socket, ServerResponse>();
  readonly #idle = new Map<Connection, { readonly since: number; readonly bytesRead: number }>();
  readonly #due = new Set<Connection>();
  #sweeping: NodeJS.Timeout | undefined;

  constructor(server: Server) {
    this.#server = server;
    server.on("connection", (socket: Connection) => {
      this.accepted += 1;
      this.#open.add(socket);
      // Node keeps the addresses that it is asked for: routes may ask when the connection is gone.
      void socket.remoteAddress;
      void socket.localPort;
      socket.once("close", () => {
        this.#open.delete(socket);
        this.#idle.delete(socket);
      });
    });
  }

  /** From now on every answer says `Connection: close`, and is the last one of its connection (RFC 9112 section 9.6). */
  announceEnd(): void {
    for (const { _httpMessage: res, parser } of this.#open) {
      // A pipelined request behind it is answered too, and is then the one to say it.
      if (res && !res.headersSent && parser?.incoming === res.req) res.shouldKeepAlive = false;
    }
    this.#server.prependListener("request", this.#announce);
  }

  readonly #announce = ({ socket }: IncomingMessage, res: ServerResponse): void => {
    const before = this.#newest.get(socket) ?? (socket as Connection)._httpMessage;
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
        if (isBusy(socket)) this.#idle.delete(socket);
        // What has arrived since may be the beginning of a request.
        else if (idle?.bytesRead !== bytesRead) this.#idle.set(socket, { since: now, bytesRead });
        else if (now - idle.since >= patience) this.#due.add(socket);
      }
      // Behind the poll phase: where the event loop has stalled, requests may have arrived that nobody has read yet.
      if (this.#due.size > 0) setImmediate(() => this.#closeDue());
    };
    clearInterval(this.#sweeping);
    sweep();
    this.#sweeping = setInterval(sweep, SWEEP_MS);
  }

  #closeDue(): void {
    for (const socket of this.#due) {
      if (!isBusy(socket) && this.#idle.get(socket)?.bytesRead === socket.bytesRead) socket.destroy();
    }
    this.#due.clear();
  }

  /** Closes all connections at once, and tells how many of them had a request that was not answered yet. */
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

/** A request that is being answered, or a connection that was taken over from HTTP (RFC 9110 section 7.8). */
function isBusy({ _httpMessage, parser, bytesRead }: Connection): boolean {
  return Boolean(_httpMessage) || (!parser && bytesRead > 0);
}

import type { AgentOptions, IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** A connection that a client wants to speak another protocol on; WebSocket is handed over. */
export interface Upgrade {
  readonly socket: Socket;
  /** What the client has sent behind its request. */
  readonly head: Buffer;
}

const kUpgrade = Symbol("upgrade");

interface Upgrading {
  [kUpgrade]?: Upgrade;
}

/** The connection that a proxy may take over with a request. */
export function upgradeOf(req: IncomingMessage): Upgrade | undefined {
  return (req as Upgrading)[kUpgrade];
}

/** Marks a request whose connection a proxy may take over. */
export function setUpgrade(req: IncomingMessage, upgrade: Upgrade): void {
  (req as Upgrading)[kUpgrade] = upgrade;
}

export interface ForwardOptions {
  /** Milliseconds without an answer of the other server. Default: 30,000, as in Next; `null` for no limit. */
  readonly timeout?: number | null | undefined;
  /** Of the connections to other servers. */
  readonly agent?: AgentOptions | undefined;
}

/** Sends a request on to another server, and its answer back. Settles when the answer is over. */
export type Forward = (req: IncomingMessage, res: ServerResponse, target: string) => Promise<void>;

/** Makes the function that forwards requests. What it needs is loaded by the first of them: with it come TLS and HTTP/2. */
export function createForward(options: ForwardOptions = {}): Forward {
  let opened: Promise<Forward> | undefined;
  const open = async (): Promise<Forward> => (await import("./forward.ts")).openForward(options);
  return async (req, res, target) => (await (opened ??= open()))(req, res, target);
}

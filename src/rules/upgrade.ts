import type { IncomingMessage } from "node:http";
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

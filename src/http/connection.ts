import type { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { peerAddress } from "./client.ts";
import { counterOf } from "./node-fields.ts";

/**
 * What a log asks a connection for with each of its requests. Node looks for the address and the counter of a socket each
 * time, which together takes 3 % of the instructions of a small answer (`npm run bench -- --suite log`).
 */
export class Connection {
  /** The address of its other end. */
  readonly address: string;
  private readonly socket: Socket;
  private readonly counter: ReturnType<typeof counterOf>;

  constructor(socket: Socket, address: string) {
    this.address = address;
    this.socket = socket;
    this.counter = counterOf(socket);
  }

  /** Bytes that were written so far; what looks like a connection may not know. */
  get bytesWritten(): number | undefined {
    const { socket, counter } = this;
    return counter === undefined || socket.destroyed ? socket.bytesWritten : counter.bytesWritten;
  }
}

const connections = new WeakMap<Socket, Connection>();

/** The connection of a request: one object for all requests of it. */
export function connectionOf(req: IncomingMessage): Connection {
  const { socket } = req;
  const known = connections.get(socket);
  if (known !== undefined) return known;
  const connection = new Connection(socket, peerAddress(req));
  // What looks like a connection, as on a function platform, may have another address next time.
  if (socket instanceof Socket) connections.set(socket, connection);
  return connection;
}

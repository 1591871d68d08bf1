import type { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";

const waiting = new WeakMap<Socket, Set<ServerResponse>>();

/**
 * Closes an answer with its connection while it waits for those before it (RFC 9112 section 9.3.2). Node closes the one
 * whose turn it is, and forgets the others: without an event they would count as running for ever.
 */
export function closeInTurn({ socket }: IncomingMessage, res: ServerResponse): void {
  // What looks like a connection on a function platform has no turns.
  if (!(socket instanceof Socket)) return;
  if (socket.closed) {
    setImmediate(close, res);
    return;
  }
  let answers = waiting.get(socket);
  if (answers === undefined) {
    const all = (answers = new Set<ServerResponse>());
    waiting.set(socket, all);
    // One listener for all of them, however many a client sends.
    socket.once("close", () => all.forEach(close));
  }
  const queue = answers;
  queue.add(res);
  res.once("socket", () => void queue.delete(res));
}

/** As Node does it, and later versions of Node do it before. */
function close(res: ServerResponse & { _closed?: boolean }): void {
  if (res._closed === true) return;
  res.destroy();
  res._closed = true;
  res.emit("close");
}

import type { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { closeWaiting } from "./node-fields.ts";

const waiting = new WeakMap<Socket, Set<ServerResponse>>();

/**
 * Closes an answer with its connection while it waits for those before it (RFC 9112 section 9.3.2). Node closes the one
 * whose turn it is, and forgets the others: without an event they would count as running for ever.
 */
export function closeInTurn({ socket }: IncomingMessage, res: ServerResponse): void {
  // What looks like a connection on a function platform has no turns.
  if (!(socket instanceof Socket)) return;
  if (socket.closed) {
    setImmediate(closeWaiting, res);
    return;
  }
  let answers = waiting.get(socket);
  if (answers === undefined) {
    const all = (answers = new Set<ServerResponse>());
    waiting.set(socket, all);
    // One listener for all of them, however many a client sends.
    socket.once("close", () => all.forEach(closeWaiting));
  }
  const queue = answers;
  queue.add(res);
  res.once("socket", () => void queue.delete(res));
}

import { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { markContinued } from "./node-fields.ts";

/**
 * A response that sends its interim answers (RFC 9110 section 15.2) when it has its turn on the connection. Before that,
 * Node would put them between the header and the bytes of its final answer, and the client take them for the body.
 */
export class InterimResponse extends ServerResponse {
  override writeContinue(callback?: () => void): void {
    if (this.socket !== null) {
      super.writeContinue(callback);
      return;
    }
    markContinued(this);
    this.once("socket", (socket: Socket) => socket.write("HTTP/1.1 100 Continue\r\n\r\n", callback));
  }

  override writeProcessing(): void {
    inTurn(this, () => super.writeProcessing());
  }

  override writeEarlyHints(hints: Record<string, string | string[]>, callback?: () => void): void {
    inTurn(this, () => super.writeEarlyHints(hints, callback));
  }
}

/** Writes when the response has its turn, unless the final answer is there by then. */
function inTurn(res: ServerResponse, write: () => void): void {
  if (res.socket !== null) write();
  else res.once("socket", () => res.headersSent || write());
}

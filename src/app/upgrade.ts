import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { ApiResponse } from "../api/response.ts";
import type { Listener, Next } from "../pipeline/listener.ts";
import { setUpgrade } from "../rules/upgrade.ts";

/** Takes what Node's `upgrade` event gives. Without `next`, what no rule hands over is answered as any request is. */
export type UpgradeListener = (req: IncomingMessage, socket: Socket, head: Buffer, next?: Next) => void;

/**
 * Makes the function that answers requests to upgrade, such as those of WebSocket: they pass the same stages as others,
 * a middleware too, and a rewrite to another server hands the connection over.
 */
export function createUpgrade(listener: Listener): UpgradeListener {
  return (req, socket, head, next) => {
    // Node leaves it without a listener once it is upgraded.
    socket.on("error", () => socket.destroy());
    const res = new ApiResponse(req);
    res.shouldKeepAlive = false;
    res.assignSocket(socket);
    res.once("finish", () => {
      res.detachSocket(socket);
      socket.end();
    });
    setUpgrade(req, { socket, head });
    listener(
      req,
      res,
      next &&
        ((error) => {
          res.detachSocket(socket);
          next(error);
        }),
    );
  };
}

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import { createUpgrade, type UpgradeListener } from "./upgrade.ts";
import type { Options } from "./options.ts";
import { createApp } from "./create.ts";
import { kTrust, type Trust } from "../http/client.ts";
import type { Next } from "../pipeline/listener.ts";
import { Running } from "../pipeline/in-flight.ts";
import type { ShutdownReport } from "../lifecycle/shutdown.ts";

export interface ApiHandler {
  (req: IncomingMessage | Http2ServerRequest, res: ServerResponse | Http2ServerResponse, next?: Next): void;
  /**
   * Answers requests to upgrade, such as those of WebSocket, where a rewrite of next.config leads to another server:
   * `server.on("upgrade", handler.upgrade)`.
   */
  readonly upgrade: UpgradeListener;
  /** Settles when all routes are loaded; rejects with a RouteError when the tree is wrong. */
  ready(): Promise<void>;
  /**
   * Waits for the running requests of these routes, for work given to `waitUntil`, and for `onStop`. What is not over
   * after `shutdownTimeout` is cut. The server is its owner's to close.
   */
  close(): Promise<ShutdownReport>;
}

/**
 * Makes a handler that serves the same routes inside Express, Connect, Vite or a server of node:http.
 * A request that no route matches goes to `next`, or is answered 404 where there is none.
 */
export function createHandler(options: Options = {}): ApiHandler {
  const running = new Running();
  const app = createApp(options, { running });
  const { listener, life, ready, trust } = app;
  let closing: Promise<ShutdownReport> | undefined;

  function listenTrusting(req: IncomingMessage, res: ServerResponse, next?: Next): void {
    (req as { [kTrust]?: Trust | undefined })[kTrust] = trust;
    listener(req, res, next);
  }

  async function end(): Promise<ShutdownReport> {
    const begun = performance.now();
    life.drain();
    const closed = app.close().catch(() => {});
    const cut = await running.drain(life.timeout);
    await life.stop(Math.max(0, life.timeout - (performance.now() - begun)));
    await closed;
    return { cut };
  }

  // Requests of HTTP/2 have the same members, but are not a subclass.
  const handle = (trust === undefined ? listener.bind(undefined) : listenTrusting) as (
    ...args: Parameters<ApiHandler>
  ) => void;
  return Object.assign(handle, { ready, upgrade: createUpgrade(listener), close: () => (closing ??= end()) });
}

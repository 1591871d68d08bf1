import type { Socket } from "node:net";
import { Server, type ServerResponse } from "node:http";
import type { Served } from "../pipeline/served.ts";
import { createUpgrade } from "./upgrade.ts";
import type { Options } from "./options.ts";
import { type App, createApp, type Hooks } from "./create.ts";
import { surviveUncaught } from "../lifecycle/uncaught.ts";
import { RouteError } from "../error.ts";
import { textOfListenError } from "../lifecycle/listen-error.ts";
import { ApiRequest } from "../api/request.ts";
import { kTrust, type Trust } from "../http/client.ts";
import { ApiResponse } from "../api/response.ts";
import { type Limits, nodeOptionsOf, setLimits } from "../lifecycle/limits.ts";
import {
  Shutdown,
  type ShutdownCall,
  type ShutdownOptions,
  type ShutdownReport,
} from "../lifecycle/shutdown.ts";

export interface ServerOptions extends Options, Limits, ShutdownOptions {
  /**
   * Log a promise that nobody awaits and that rejects, or an error thrown in a timer, and go on, as Next does,
   * instead of ending the process and all its requests. It applies while the server listens. Default: `true`.
   */
  surviveUncaught?: boolean;
}

/** Node builds these for every request. Its types know no subclass of a generic ServerResponse. */
const CLASSES = {
  IncomingMessage: ApiRequest,
  ServerResponse: ApiResponse as unknown as typeof ServerResponse,
};

/** An `http.Server` that answers with the routes of a project. */
export class ApiServer extends Server {
  /** Found by `clientAddress`. */
  declare readonly [kTrust]: Trust | undefined;
  readonly #app: App;
  readonly #shutdown: Shutdown;
  #awaited = false;

  constructor(options: ServerOptions = {}, hooks: Hooks = {}) {
    const nodeOptions = { ...CLASSES, ...nodeOptionsOf(options) };
    const app = createApp(options, { ...hooks, ownServer: true });
    super(nodeOptions, app.listener);
    setLimits(this, options);
    this[kTrust] = app.trust;
    this.#app = app;
    this.on("error", (error) => this.#endUnheard(error));
    this.#shutdown = new Shutdown(this, app.life, app.logger, options, () => this.#close());
    app.opened().then(
      (served) => {
        if (options.surviveUncaught !== false) this.#guard(app);
        this.#takeUpgrades(app, served);
      },
      // Nobody asked, so the error would be lost: like a port in use, it is an event, fatal without a listener.
      (error: unknown) => this.#awaited || process.nextTick(() => this.emit("error", error)),
    );
  }

  /**
   * Settles when the tree of routes is known, and requests are answered: each as soon as its own route is loaded. Rejects
   * with a RouteError when the tree is wrong.
   */
  async opened(): Promise<void> {
    this.#awaited = true;
    await this.#app.opened();
  }

  /** Settles when all routes are loaded; rejects with a RouteError when the tree is wrong. */
  ready(): Promise<void> {
    this.#awaited = true;
    return this.#app.ready();
  }

  /** In development: looks at the files now, as the next request would do. */
  refresh(): Promise<void> {
    return this.#app.refresh();
  }

  /**
   * Stops accepting connections, closes those without a request, and calls back when the running requests are answered,
   * work given to `waitUntil` is done, and `onStop` has run. What is not over after `shutdownTimeout` is cut.
   */
  override close(callback?: (error?: Error) => void): this {
    const error = this.listening ? undefined : notRunning();
    const ended = this.#shutdown.promptly();
    // An error that is thrown in the callback is its own, and no rejection.
    if (callback !== undefined) void ended.then(() => process.nextTick(callback, error));
    return this;
  }

  /**
   * Ends the server as a signal does under `shutdownSignals`: as `close()`, but connections without a request are kept
   * half a second longer, for a request that may be on its way, and new ones are taken during `shutdownDelay`.
   *
   * @throws TypeError for a delay that is not a whole number.
   */
  shutdown(call?: ShutdownCall): Promise<ShutdownReport> {
    return this.#shutdown.gently(call);
  }

  /** Node's `close` calls it; a shutdown gives these connections more time. */
  override closeIdleConnections(): void {
    if (!this.#shutdown.patient) super.closeIdleConnections();
  }

  /** Without a listener, Node answers requests to upgrade like others: there is one only where a rule needs it. */
  #takeUpgrades({ listener }: App, { surroundings }: Served): void {
    if (surroundings?.forwards !== true) return;
    const upgrade = createUpgrade(listener);
    this.on("upgrade", (req, socket: Socket, head: Buffer) => {
      const isShared = this.listenerCount("upgrade") > 1;
      upgrade(req, socket, head, isShared ? () => {} : undefined);
    });
  }

  /** An error that nobody listens to ends the process, as with any server of Node's: a known one with a line of its own. */
  #endUnheard(error: Error): void {
    if (this.listenerCount("error") > 1) return;
    const text = error instanceof RouteError ? error.message : textOfListenError(error, "PORT");
    if (text === undefined || process.listenerCount("uncaughtException") > 0) throw error;
    console.error(`error ${text}`);
    process.exit(1);
  }

  #close(): Promise<void> {
    this.#app.close().catch(() => {});
    return new Promise((resolve) => void super.close(() => resolve()));
  }

  #guard({ logger }: App): void {
    const start = (): void => {
      const release = surviveUncaught(logger);
      // What goes on behind the answers may fail too.
      this.once("close", () => void (this.#shutdown.ending ?? Promise.resolve()).then(release));
    };
    if (this.listening) start();
    this.on("listening", start);
  }
}

/** Node's error for a server that does not listen. */
function notRunning(): Error {
  return Object.assign(new Error("Server is not running."), { code: "ERR_SERVER_NOT_RUNNING" });
}

/**
 * Makes a server for the routes of a project. A request that comes before they are loaded waits for them.
 *
 * @example createServer().listen(process.env.PORT ?? 3000);
 */
export function createServer(options?: ServerOptions): ApiServer {
  return new ApiServer(options);
}

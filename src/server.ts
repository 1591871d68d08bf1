import { type IncomingMessage, Server, type ServerResponse } from "node:http";
import { type App, createApp, type Hooks, type Options } from "./app.ts";
import { guardProcess } from "./guard.ts";
import { ApiRequest } from "./http/request.ts";
import { ApiResponse } from "./http/response.ts";
import type { Next } from "./listener.ts";

export interface ServerOptions extends Options {
  /**
   * Log a promise that nobody awaits and that rejects, or an error thrown in a timer, and go on, as Next does,
   * instead of ending the process and all its requests. In force while the server listens. Default: `true`.
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
  readonly #app: App;
  #awaited = false;

  constructor(options: ServerOptions = {}, hooks: Hooks = {}) {
    const app = createApp(options, hooks);
    super(CLASSES, (req, res) => app.listener(req, res));
    this.#app = app;
    app.ready().then(
      () => {
        if (options.surviveUncaught !== false) this.#guard(options);
      },
      // Nobody asked, so nobody would hear of it: like a port in use, it is an event, fatal without a listener.
      (error: unknown) => this.#awaited || process.nextTick(() => this.emit("error", error)),
    );
  }

  /** Settles when the routes are loaded; rejects with a RouteError when the tree is wrong. */
  ready(): Promise<void> {
    this.#awaited = true;
    return this.#app.ready();
  }

  /** In development: looks at the files now, as the next request would do. */
  refresh(): Promise<void> {
    return this.#app.refresh();
  }

  /** Stops accepting connections, and calls back when the running requests are answered. */
  override close(callback?: (error?: Error) => void): this {
    void this.#app.close();
    return super.close(callback);
  }

  #guard({ logger = console }: ServerOptions): void {
    const start = (): void => {
      const release = guardProcess(logger);
      this.once("close", release);
    };
    if (this.listening) start();
    this.on("listening", start);
  }
}

/**
 * Makes a server for the routes of a project. A request that comes before they are loaded waits for them.
 *
 * @example createServer().listen(process.env.PORT ?? 3000);
 */
export function createServer(options?: ServerOptions): ApiServer {
  return new ApiServer(options);
}

export interface ApiHandler {
  (req: IncomingMessage, res: ServerResponse, next?: Next): void;
  /** Settles when the routes are loaded; rejects with a RouteError when the tree is wrong. */
  ready(): Promise<void>;
  /** Lets go of what reloading holds. */
  close(): Promise<void>;
}

/**
 * Makes a handler that serves the same routes inside Express, Connect, Vite or a server of node:http.
 * A request that no route matches goes to `next`, or is answered 404 where there is none.
 */
export function createHandler(options: Options = {}): ApiHandler {
  const { listener, ready, close } = createApp(options);
  return Object.assign(listener.bind(undefined), { ready, close });
}

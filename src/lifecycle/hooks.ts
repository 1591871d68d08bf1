import { isLate } from "./late.ts";
import { backgroundDone, openBackground } from "./background.ts";
import type { HealthOptions, Phase } from "./health.ts";
import { wholeNumber } from "./limits.ts";
import { logError, type Logger } from "../observe/logger.ts";
import type { CurrentRoutes } from "../routes/current.ts";

export interface LifecycleOptions {
  /**
   * Called once before the first request is answered, after the project's .env files were read and before its routes
   * are loaded. Requests and `ready()` wait for it; `ready()` rejects with what it throws.
   */
  onStart?: () => unknown;
  /** Called once when the last request has been answered and work given to `waitUntil` is done. Errors are logged. */
  onStop?: () => unknown;
  /** How long running requests and their work may take when the server stops, in milliseconds. Default: 25,000. */
  shutdownTimeout?: number;
  /** Liveness and readiness endpoints: `true` for `/livez` and `/readyz`, or paths of your own. Default: none. */
  health?: boolean | HealthOptions;
}

export const SHUTDOWN_TIMEOUT_MS = 25_000;
/** What `onStop` has at least, also where the requests have used up the time. */
const HOOK_MS = 2_000;

/** What a server does before its first request and after its last one. */
export class Lifecycle {
  /** Milliseconds. */
  readonly timeout: number;
  readonly #options: LifecycleOptions;
  readonly #logger: Logger;
  #phase: Phase = "starting";
  #starting: Promise<void> | undefined;
  #started = false;
  #closeBackground: () => void;

  constructor(options: LifecycleOptions, logger: Logger) {
    this.timeout = wholeNumber(options, "shutdownTimeout") ?? SHUTDOWN_TIMEOUT_MS;
    this.#options = options;
    this.#logger = logger;
    this.#closeBackground = openBackground(logger);
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** Calls `onStart`. */
  start(): Promise<void> {
    const { onStart } = this.#options;
    const starting = Promise.resolve()
      .then(onStart)
      .then(() => {
        this.#started = true;
        this.#starting = undefined;
      });
    // Whoever asks for `ready`, or sends a request, gets the failure.
    starting.catch(() => {});
    if (onStart !== undefined) this.#starting = starting;
    return starting;
  }

  /** Routes for which requests wait while `onStart` runs. */
  hold(routes: CurrentRoutes): CurrentRoutes {
    if (this.#options.onStart === undefined) return routes;
    const current: CurrentRoutes["current"] = () => {
      return this.#starting === undefined ? routes.current() : this.#starting.then(() => routes.current());
    };
    return { ...routes, current };
  }

  /** Follows the loading of the routes. */
  follow(loaded: Promise<void>): void {
    const turn = (phase: Phase): void => {
      if (this.#phase === "starting") this.#phase = phase;
    };
    loaded.then(
      () => turn("ready"),
      () => turn("broken"),
    );
  }

  /** From now on the server is not ready for more. */
  drain(): void {
    this.#phase = "stopping";
  }

  /** Waits for what goes on behind the answers, for some milliseconds or until `hurried`, then calls `onStop`. */
  async stop(timeout: number, hurried?: Promise<unknown>): Promise<void> {
    this.drain();
    const begun = performance.now();
    const left = await backgroundDone(timeout, hurried);
    if (left > 0) this.#logger.warn(`waitUntil(): ${left} promises did not settle in time.`);
    await this.#starting?.catch(() => {});
    if (this.#started) {
      this.#started = false;
      await this.#callStop(Math.max(HOOK_MS, timeout - (performance.now() - begun)));
    }
    this.#closeBackground();
  }

  /** For a server that listens again. */
  reopen(): void {
    if (this.#phase !== "stopping") return;
    this.#phase = "ready";
    this.#closeBackground = openBackground(this.#logger);
    if (!this.#started) void this.start();
  }

  async #callStop(patience: number): Promise<void> {
    const { onStop } = this.#options;
    if (onStop === undefined) return;
    try {
      if (await isLate(Promise.resolve().then(onStop), patience)) {
        this.#logger.warn(
          `onStop did not finish within ${Math.round(patience / 1000)} s; shutdown goes on without it.`,
        );
      }
    } catch (error) {
      logError(this.#logger, error);
    }
  }
}

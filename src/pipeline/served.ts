import type { IncomingMessage, ServerResponse } from "node:http";
import type { ServedRoute, Surroundings } from "../convention.ts";
import type { ReadTarget } from "../http/target.ts";
import type { LogAccess } from "../observe/access-log.ts";
import type { Logger } from "../observe/logger.ts";
import type { Router } from "../routing/router.ts";
import type { ErrorHandler } from "./failure.ts";
import type { Running } from "./in-flight.ts";

export type Next = (error?: unknown) => void;

/** What answers requests: the routes, and what surrounds them. */
export interface Served {
  readonly router: Router<ServedRoute>;
  /** Only where the project has stages. */
  readonly surroundings?: Surroundings | undefined;
  /** How request targets are read, where it is not Next's way. */
  readonly target?: ReadTarget | undefined;
  /** Answers what no route matches, where the convention does that itself. */
  readonly unmatched?: ServedRoute | undefined;
}

export interface DispatchOptions {
  readonly logger: Logger;
  readonly onError?: ErrorHandler | undefined;
  /** The answers that are on their way, where the server is not ours to ask. */
  readonly running?: Running | undefined;
  /** Called for every request that is answered here, before it is. */
  readonly onRequest?: LogAccess | undefined;
  /** Called with what a route fails with, before that is answered. */
  readonly onFailure?: ((error: unknown, req: IncomingMessage, route: ServedRoute) => void) | undefined;
}

/** Takes one request from its arrival to its end. */
export type Dispatch = (
  served: Served,
  begun: number,
  req: IncomingMessage,
  res: ServerResponse,
  next?: Next,
) => void;

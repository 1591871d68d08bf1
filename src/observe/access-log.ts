import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { clientAddress } from "../http/client.ts";
import { type EndObserver, observeEnd } from "../http/outgoing.ts";
import type { IdentifiedRequest } from "./request-id.ts";
import { isComplete } from "../http/signal.ts";
import { mountPath } from "../http/target.ts";
import { type AccessEntry, type AccessFacts, messageOf } from "./access-line.ts";
import { cutText } from "./bounded.ts";
import { writeLine } from "./lines.ts";
import { logError, type Logger } from "./logger.ts";
import { visible } from "./visible.ts";

/** A logger of ours that writes a line from its facts. */
export const kAccess = Symbol("access line");

/** Where the access log goes: a pino logger, or anything that takes fields and a message. */
export interface AccessLogger {
  info(entry: AccessEntry, message: string): void;
  /** @internal */
  [kAccess]?(facts: AccessFacts): void;
}

/** The pattern of the route that answers, or a function that gives it when the answer is out. */
type RouteName = string | undefined | (() => string | undefined);

/** A line of the log has the URL twice, and at most 4,096 bytes. */
const URL_LENGTH = 800;

/** A request whose answer is awaited. */
export interface PendingEntry {
  /** It is not answered here after all. */
  forget(): void;
}

/** Reports a request when its answer is out. */
export type LogAccess = (
  req: IdentifiedRequest,
  res: ServerResponse,
  route: RouteName,
  begun: number,
) => PendingEntry | undefined;

/**
 * Makes the function that is to be called for every request, as soon as its route is known. `isIdPlain` says that the
 * request's id has nothing that JSON escapes.
 */
export function createAccessLog(
  access: AccessLogger,
  logger: Logger,
): (...args: [...Parameters<LogAccess>, isIdPlain: boolean]) => PendingEntry {
  const write = access[kAccess] ?? ((facts: AccessFacts) => access.info(entryOf(facts), messageOf(facts)));
  const log = { write, logger };
  return (req, res, route, begun, isIdPlain) => {
    const record = new AccessRecord(log, req, res, route, begun, isIdPlain);
    observeEnd(res, record);
    return record;
  };
}

interface Log {
  write(facts: AccessFacts): void;
  readonly logger: Logger;
}

/** One request, from its arrival to the end of its answer: the facts of its line. */
class AccessRecord implements AccessFacts, PendingEntry, EndObserver {
  readonly reqId: string | undefined;
  readonly isIdPlain: boolean;
  readonly method: string;
  readonly url: string;
  route: string | undefined;
  status: number | undefined;
  duration: number;
  bytes: number | undefined;
  readonly remoteAddress: string;
  aborted: true | undefined;
  private readonly ownLog: Log;
  private readonly ownRes: ServerResponse;
  private readonly ownRoute: RouteName;
  private ownSocket: Socket | null;
  private isOver = false;

  constructor(
    log: Log,
    req: IdentifiedRequest,
    res: ServerResponse,
    route: RouteName,
    begun: number,
    isIdPlain: boolean,
  ) {
    // What middleware and the end of the connection would change.
    this.reqId = req.id as string | undefined;
    this.isIdPlain = isIdPlain;
    this.method = req.method!;
    this.url = cutText(mountPath(req) + req.url!, URL_LENGTH);
    this.route = undefined;
    this.status = undefined;
    this.duration = begun;
    this.bytes = undefined;
    this.remoteAddress = clientAddress(req);
    this.aborted = undefined;
    this.ownLog = log;
    this.ownRes = res;
    this.ownRoute = route;
    this.ownSocket = res.socket;
    if (this.ownSocket === null || this.ownSocket === undefined) {
      // A pipelined request has its connection to itself when the answers before it are out.
      res.once("socket", (socket: Socket) => this.follow(socket));
    } else this.bytes = this.ownSocket.bytesWritten;
  }

  private follow(socket: Socket): void {
    this.ownSocket = socket;
    this.bytes = socket.bytesWritten;
  }

  forget(): void {
    this.isOver = true;
  }

  over(finished: boolean): void {
    if (this.isOver) return;
    this.isOver = true;
    const res = this.ownRes;
    const route = this.ownRoute;
    this.route = typeof route === "function" ? route() : route;
    this.status = res.headersSent ? res.statusCode : undefined;
    this.duration = Math.round((performance.now() - this.duration) * 100) / 100;
    const bytes = (this.ownSocket?.bytesWritten ?? NaN) - (this.bytes ?? NaN);
    this.bytes = bytes >= 0 ? bytes : undefined;
    this.aborted = isComplete(res, finished) ? undefined : true;
    try {
      this.ownLog.write(this);
    } catch (error) {
      logError(this.ownLog.logger, error);
    }
  }
}

/** Without the members that are absent. */
function entryOf({
  reqId,
  method,
  url,
  route,
  status,
  duration,
  bytes,
  remoteAddress,
  aborted,
}: AccessFacts): AccessEntry {
  const all = { reqId, method, url, route, status, duration, bytes, remoteAddress, aborted };
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== undefined),
  ) as unknown as AccessEntry;
}

/** For people: the message alone. */
export function createTextLog(write: (line: string) => void = writeLine): AccessLogger {
  return { info: (_entry, message) => write(visible(message)) };
}

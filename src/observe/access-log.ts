import type { ServerResponse } from "node:http";
import { hrtime } from "node:process";
import { type Connection, connectionOf } from "../http/connection.ts";
import { type EndObserver, observeEnd } from "../http/watched.ts";
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

/** The time in milliseconds, for durations. `performance.now` looks first at what it is called on: 400 instructions, not 130. */
export function millisecondsNow(): number {
  const time = hrtime();
  return time[0] * 1e3 + time[1] / 1e6;
}

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
 * Makes the function that is to be called for every request, as soon as its route is known. `serial` is
 * what identifying the request gave.
 *
 * @param addressOf - gives the address of the client, where that is not the other end of the connection
 */
export function createAccessLog(
  access: AccessLogger,
  logger: Logger,
  addressOf: AddressOf | undefined,
): (...args: [...Parameters<LogAccess>, serial: number]) => PendingEntry {
  const write = access[kAccess] ?? ((facts: AccessFacts) => access.info(entryOf(facts), messageOf(facts)));
  const log = { write, logger, addressOf };
  return (req, res, route, begun, serial) => {
    const record = new AccessRecord(log, req, res, route, begun, serial);
    observeEnd(res, record);
    return record;
  };
}

type AddressOf = (req: IdentifiedRequest) => string;

interface Log {
  readonly write: (facts: AccessFacts) => void;
  readonly addressOf: AddressOf | undefined;
  readonly logger: Logger;
}

/** One request, from its arrival to the end of its answer: the facts of its line. */
class AccessRecord implements AccessFacts, PendingEntry, EndObserver {
  readonly reqId: string;
  readonly serial: number;
  readonly method: string;
  readonly url: string;
  route: string | undefined;
  status: number | undefined;
  hundredths: number;
  bytes: number | undefined;
  readonly remoteAddress: string;
  aborted: true | undefined;
  private readonly ownBegun: number;
  private readonly ownLog: Log;
  private readonly ownRes: ServerResponse;
  private readonly ownRoute: RouteName;
  private readonly ownConnection: Connection;
  private isOver = false;

  constructor(
    log: Log,
    req: IdentifiedRequest,
    res: ServerResponse,
    route: RouteName,
    begun: number,
    serial: number,
  ) {
    // What middleware and the end of the connection would change.
    this.reqId = req.id as string;
    this.serial = serial;
    this.method = req.method!;
    this.url = cutText(mountPath(req) + req.url!, URL_LENGTH);
    this.route = undefined;
    this.status = undefined;
    this.hundredths = 0;
    this.bytes = undefined;
    const connection = connectionOf(req);
    this.remoteAddress = log.addressOf === undefined ? connection.address : log.addressOf(req);
    this.aborted = undefined;
    this.ownBegun = begun;
    this.ownLog = log;
    this.ownRes = res;
    this.ownRoute = route;
    this.ownConnection = connection;
    const { socket } = res;
    // A pipelined request has its connection to itself when the answers before it are out.
    if (socket === null || socket === undefined) res.once("socket", () => this.follow());
    else this.follow();
  }

  private follow(): void {
    this.bytes = this.ownConnection.bytesWritten;
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
    this.hundredths = Math.round((millisecondsNow() - this.ownBegun) * 100);
    const bytes = (this.ownConnection.bytesWritten ?? NaN) - (this.bytes ?? NaN);
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
  hundredths,
  bytes,
  remoteAddress,
  aborted,
}: AccessFacts): AccessEntry {
  const duration = hundredths / 100;
  const all = { reqId, method, url, route, status, duration, bytes, remoteAddress, aborted };
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== undefined),
  ) as unknown as AccessEntry;
}

/** For people: the message alone. */
export function createTextLog(write: (line: string) => void = writeLine): AccessLogger {
  return { info: (_entry, message) => write(visible(message)) };
}

import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { clientAddress } from "../http/client.ts";
import type { IdentifiedRequest } from "./request-id.ts";
import { isComplete } from "../http/signal.ts";
import { mountPath } from "../http/target.ts";
import { cutText } from "./bounded.ts";
import { writeLine } from "./lines.ts";
import { logError, type Logger } from "./logger.ts";
import { visible } from "./visible.ts";

/** What the access log says of a request. */
export interface AccessEntry {
  readonly reqId?: string;
  readonly method: string;
  /** As the client sent it, with the query. */
  readonly url: string;
  /** The route's pattern, such as `/api/post/[pid]`; absent where none matched. */
  readonly route?: string;
  /** Absent where nothing of an answer was sent. */
  readonly status?: number;
  /** Milliseconds from the request's arrival to the end of its answer. */
  readonly duration: number;
  /** What was written to the connection, with the header. */
  readonly bytes?: number;
  readonly remoteAddress: string;
  /** The answer is not complete: the client left, or the connection was cut. */
  readonly aborted?: true;
}

/** What a line is made of: an entry whose members may be undefined, in one shape for all requests. */
export type AccessFacts = { readonly [Name in keyof AccessEntry]-?: AccessEntry[Name] | undefined } & Pick<
  AccessEntry,
  "method" | "url" | "duration" | "remoteAddress"
>;

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

/** Reports a request when its answer is out. The function that it returns forgets the request. */
export type LogAccess = (
  req: IdentifiedRequest,
  res: ServerResponse,
  route: RouteName,
  begun: number,
) => (() => void) | undefined;

/** Makes the function that is to be called for every request, as soon as its route is known. */
export function createAccessLog(access: AccessLogger, logger: Logger): LogAccess {
  const write =
    access[kAccess] ?? ((facts: AccessFacts) => access.info(entryOf(facts), messageOf(facts, facts.url)));
  return (req, res, route, begun) => {
    // What middleware and the end of the connection would change.
    const id = req.id as string | undefined;
    const method = req.method!;
    const url = cutText(mountPath(req) + req.url!, URL_LENGTH);
    const remoteAddress = clientAddress(req);
    let { socket } = res;
    let before = socket?.bytesWritten;
    if (!socket) res.once("socket", follow);

    /** A pipelined request has its connection to itself when the answers before it are out. */
    function follow(own: Socket): void {
      socket = own;
      before = own.bytesWritten;
    }

    // The listeners stay: to remove them takes as long as to write the line.
    let over = false;
    const forget = (): void => void (over = true);
    const finish = (): void => report(true);
    const close = (): void => report(false);

    function report(finished: boolean): void {
      if (over) return;
      over = true;
      const complete = isComplete(res, finished);
      const pattern = typeof route === "function" ? route() : route;
      const bytes = (socket?.bytesWritten ?? NaN) - (before ?? NaN);
      const duration = Math.round((performance.now() - begun) * 100) / 100;
      try {
        write({
          reqId: id,
          method,
          url,
          route: pattern,
          status: res.headersSent ? res.statusCode : undefined,
          duration,
          bytes: bytes >= 0 ? bytes : undefined,
          remoteAddress,
          aborted: complete ? undefined : true,
        });
      } catch (error) {
        logError(logger, error);
      }
    }

    // Responses that are no connection's, as on a function platform, only finish. Node's own listener comes after: it
    // gives the connection to the next answer.
    res.prependListener("finish", finish).on("close", close);
    return forget;
  };
}

/** Without the members that are absent. */
function entryOf(facts: AccessFacts): AccessEntry {
  return Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== undefined),
  ) as unknown as AccessEntry;
}

/**
 * `GET /api/hello 200 in 3 ms`.
 *
 * @param url as the log has it, such as escaped for JSON
 */
export function messageOf({ method, status, aborted, duration }: AccessFacts, url: string): string {
  const result = aborted === true ? "aborted" : status;
  return `${method} ${url} ${result} in ${Math.round(duration)} ms`;
}

/** For people: the message alone. */
export function createTextLog(write: (line: string) => void = writeLine): AccessLogger {
  return { info: (_entry, message) => write(visible(message)) };
}

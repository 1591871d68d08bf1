import { clientAddress, type Trust } from "../http/client.ts";
import { createIdentify, type Identify, type RequestIdOptions } from "./request-id.ts";
import { consoleLogger, isStructured, logError, type Logger } from "./logger.ts";
import { type AccessLogger, createAccessLog, createTextLog, type LogAccess } from "./access-log.ts";
import { createJsonLogger } from "./json-log.ts";
import { writeBeforeSignals } from "./lines.ts";

export interface LogOptions {
  /** Where warnings and errors go. Default: `console`; with a logger as `accessLog`, that one. */
  logger?: Logger;
  /**
   * One line for each request: `true` for JSON on standard output, as pino writes it, with errors in the same form
   * (through `logger`, if that is a pino logger); in development text. Or a pino logger, or anything with its `info`.
   * Default: `false`.
   */
  accessLog?: boolean | AccessLogger;
  /**
   * Sets `req.id`, and sends it back: the request's `x-request-id`, or a new one. Default: `false`; with an access log
   * there is an id all the same, which only the log has.
   */
  requestId?: boolean | RequestIdOptions;
}

/** What the options about logs come to. */
export interface Logs {
  readonly logger: Logger;
  /** To be called for every request; absent where there is nothing to do. */
  readonly onRequest: LogAccess | undefined;
}

/**
 * @param trust - which proxies are trusted; where none is, the client is the other end of the connection
 * @throws TypeError for invalid options.
 */
export function logsOf(
  { logger, accessLog = false, requestId = false }: LogOptions,
  dev: boolean,
  trust: Trust | undefined,
): Logs {
  const access = accessLog === true ? defaultLog(logger, dev) : accessLog === false ? undefined : accessLog;
  if (access !== undefined && typeof access.info !== "function") {
    throw new TypeError(
      "`accessLog` has no function `info`. Write true, a pino logger, or { info(entry) { … } }.",
    );
  }
  const main = logger ?? (isLogger(access) ? access : consoleLogger);
  const log = access && createAccessLog(access, main, trust && clientAddress);
  const wanted = requestId !== false || access !== undefined;
  const options = typeof requestId === "object" ? requestId : {};
  const identify = wanted ? createIdentify(options, requestId !== false, main) : undefined;
  return { logger: main, onRequest: both(identify, log, main) };
}

function defaultLog(logger: Logger | undefined, dev: boolean): AccessLogger {
  if (logger !== undefined && isStructured(logger)) return logger;
  writeBeforeSignals();
  return dev ? createTextLog() : createJsonLogger();
}

function isLogger(access: AccessLogger | undefined): access is AccessLogger & Logger {
  const { error, warn } = (access ?? {}) as Partial<Logger>;
  return typeof error === "function" && typeof warn === "function";
}

function both(
  identify: Identify | undefined,
  log: ReturnType<typeof createAccessLog> | undefined,
  logger: Logger,
): LogAccess | undefined {
  if (identify === undefined) return undefined;
  return (req, res, route, begun) => {
    try {
      const serial = identify(req, res);
      return log?.(req, res, route, begun, serial);
    } catch (error) {
      // `trustProxy` may be a function of the user's.
      logError(logger, error);
      return undefined;
    }
  };
}

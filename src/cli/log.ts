import { createTextLog } from "../observe/access-log.ts";
import { writeLine } from "../observe/lines.ts";
import { createJsonLogger } from "../observe/json-log.ts";
import type { LogOptions } from "../observe/options.ts";
import { consoleLogger, type Logger, type StructuredLogger } from "../observe/logger.ts";
import { Repeats } from "../observe/repeated.ts";
import { type Command, UsageError, type Values } from "./command.ts";

export const LOG_OPTIONS = {
  log: {
    type: "string",
    help: "json, text or none: a line for each request; default: PAGES_API_LOG, or json, on a terminal text",
  },
} as const satisfies Command["options"];

/** What a server in production logs, and the voice in which the program speaks beside it. */
export interface ProgramLog {
  readonly options: Pick<LogOptions, "accessLog"> & { readonly logger: Logger };
  /** Whether people read it. */
  readonly isText: boolean;
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
}

/**
 * @param worker the number of the worker, which each line has; none for the program itself
 * @throws UsageError for a form that there is not
 */
export function logOf(values: Values, worker?: number): ProgramLog {
  const form = values["log"] ?? (process.env["PAGES_API_LOG"] || (process.stdout.isTTY ? "text" : "json"));
  switch (form) {
    case "json": {
      const json = createJsonLogger(writeLine, worker === undefined ? {} : { worker });
      const { info, warn, error } = json;
      const logger = onceEach(json, new Repeats((text) => error(text)));
      return { options: { logger, accessLog: json }, isText: false, info, warn, error };
    }
    case "text": {
      const log = textLog(worker);
      const accessLog = createTextLog(log.info);
      return { ...log, isText: true, options: { ...log.options, accessLog } };
    }
    case "none":
      return textLog(worker);
    default:
      throw new UsageError(`--log, or PAGES_API_LOG, is ${JSON.stringify(form)}. Write json, text or none.`);
  }
}

/** Errors of one cause are logged once, with a count of the others behind them. */
function onceEach(logger: StructuredLogger, repeats: Repeats): StructuredLogger {
  return {
    ...logger,
    error: (...data) => {
      if (repeats.isFirst(data[0])) logger.error(...data);
    },
    child: (fields) => {
      const child = logger.child(fields);
      return { ...child, error: (...data) => void (repeats.isFirst(data[0]) && child.error(...data)) };
    },
  };
}

function textLog(worker: number | undefined): ProgramLog {
  const head = worker === undefined ? [] : [`[${worker}]`];
  const info = (text: string): void => writeLine([...head, text].join(" "));
  const repeats = new Repeats((text) => console.error(...head, text));
  const logger: Logger = {
    warn: (...data) => consoleLogger.warn(...head, ...data),
    error: (...data) => {
      if (repeats.isFirst(data[0])) consoleLogger.error(...head, ...data);
    },
  };
  return { options: { logger }, isText: false, info, ...logger };
}

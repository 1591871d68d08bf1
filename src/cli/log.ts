import { createTextLog } from "../log/access.ts";
import { createJsonLogger } from "../log/json.ts";
import type { LogOptions } from "../log/option.ts";
import { type Command, UsageError } from "./command.ts";

export const LOG_OPTIONS = {
  log: {
    type: "string",
    help: "json, text or none: a line for each request; default: PAGES_API_LOG, or json, on a terminal text",
  },
} as const satisfies Command["options"];

/** What a server in production logs, and the voice in which the program speaks beside it. */
export interface ProgramLog {
  readonly options: Pick<LogOptions, "logger" | "accessLog">;
  say(text: string): void;
}

/** @throws UsageError for a form that there is not. */
export function logOf(values: Readonly<Record<string, string | boolean | undefined>>): ProgramLog {
  const form = values["log"] ?? (process.env["PAGES_API_LOG"] || (process.stdout.isTTY ? "text" : "json"));
  const say = (text: string): void => console.log(text);
  switch (form) {
    case "json": {
      const logger = createJsonLogger();
      return { options: { logger, accessLog: logger }, say: (text) => logger.info(text) };
    }
    case "text":
      return { options: { accessLog: createTextLog() }, say };
    case "none":
      return { options: {}, say };
    default:
      throw new UsageError(`There is no log of the form ${JSON.stringify(form)}. Write json, text or none.`);
  }
}

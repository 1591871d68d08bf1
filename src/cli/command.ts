import type { ParseArgsConfig } from "node:util";

/** What the command line says, by the names of the options. */
export type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** A command of the program. */
export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  /** The command's own options, for `parseArgs`, with a line of help each. */
  readonly options: Readonly<
    Record<
      string,
      NonNullable<ParseArgsConfig["options"]>[string] & {
        help: string;
        /** What the option takes, as its help shows it: `port`, `n|auto`. */
        value?: string;
      }
    >
  >;
  /** Runs in a project's folder (absolute). Its promise settles with the exit code once there is one. */
  run(dir: string, values: Values): Promise<number | undefined>;
}

/** A mistake of the user: the message says it all, and no stack is shown. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

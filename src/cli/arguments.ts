import { parseArgs } from "node:util";
import { didYouMean } from "../error.ts";
import { type Command, UsageError, type Values } from "./command.ts";
import { linesOf, table } from "./terminal.ts";

/**
 * Reads options, `--help` among them.
 *
 * @param folders how many folders may stand beside the options
 * @throws UsageError for what there is not
 */
export function parseOptions(
  options: Command["options"],
  args: readonly string[],
  folders: 0 | 1,
): { values: Values; positionals: readonly string[] } {
  const help = { type: "boolean", short: "h" } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...options, help },
      allowPositionals: folders > 0,
    });
    if (positionals.length > 1)
      throw new Error(`Expected one project folder, got ${positionals.length}: ${positionals.join(", ")}.`);
    return { values, positionals };
  } catch (error) {
    throw new UsageError(textOf(error as NodeJS.ErrnoException, options), { cause: error });
  }
}

function textOf({ code, message }: NodeJS.ErrnoException, options: Command["options"]): string {
  if (code !== "ERR_PARSE_ARGS_UNKNOWN_OPTION") return message;
  const names = [...Object.keys(options), "help"].map((name) => `--${name}`);
  const unknown = /'(--?[^']*)'/.exec(message)?.[1] ?? "";
  return `Unknown option ${unknown}.${didYouMean(unknown, names)} Options: ${names.join(", ")}.`;
}

/** Columns of the help, on a terminal of any width and in a file. */
const HELP_WIDTH = 100;

export function helpOf(summary: string, usage: string, options: Command["options"]): string {
  const rows = Object.entries(options).map(([option, { short, type, help, value = "value" }]) => [
    `${short === undefined ? "    " : `-${short}, `}--${option}${type === "string" ? ` <${value}>` : ""}`,
    help,
  ]);
  const all = [...rows, ["-h, --help", "show this help"]];
  const width = HELP_WIDTH - 4 - Math.max(...all.map(([name = ""]) => name.length));
  const lines = all.flatMap(([name = "", help = ""]) =>
    linesOf(help, width).map((line, index) => [index === 0 ? name : "", line]),
  );
  return [summary, "", `Usage: ${usage}`, "", table(lines)].join("\n");
}

import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { didYouMean } from "../error.ts";
import { versionOf } from "../version.ts";
import { type Command, UsageError } from "./command.ts";
import { helpOf, parseOptions } from "./arguments.ts";
import { table } from "./terminal.ts";

/** Each command's module is loaded only when it is run. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  dev: async () => (await import("./dev.ts")).dev,
  start: async () => (await import("./start.ts")).start,
  build: async () => (await import("./build.ts")).build,
  routes: async () => (await import("./routes.ts")).routes,
  check: async () => (await import("./check.ts")).check,
  types: async () => (await import("./types.ts")).types,
  init: async () => (await import("./init.ts")).init,
};

/**
 * Runs the program with what stands behind its name. Gives its exit code, or nothing while it serves.
 *
 * @throws what `reportFailure` prints
 */
export async function main(args: readonly string[]): Promise<number | undefined> {
  const [name, ...rest] = args;
  if (name === "--version" || name === "-v") {
    console.log(versionOf());
    return 0;
  }
  if (name === "help" && rest.length > 0) return main([...rest, "--help"]);
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    console.log(await programHelp());
    return name === undefined ? 1 : 0;
  }
  if (!Object.hasOwn(COMMANDS, name)) {
    const names = Object.keys(COMMANDS);
    throw new UsageError(
      `There is no command "${name}".${didYouMean(name, names)} Commands: ${names.join(", ")}.`,
    );
  }
  if (rest.includes("--version") || rest.includes("-v")) return main(["--version"]);
  const command = await COMMANDS[name]!();
  const { values, positionals } = parseOptions(command.options, rest, 1);
  if (values["help"] === true) {
    console.log(helpOf(`${command.summary}.`, `pages-api ${name} [dir] [options]`, command.options));
    return 0;
  }
  const dir = resolve(positionals[0] ?? ".");
  if (!existsSync(dir)) throw new UsageError(`There is no folder ${dir}.`);
  if (!statSync(dir).isDirectory()) throw new UsageError(`${dir} is a file. Name the project's folder.`);
  // The compiler would wait for the writer of a named pipe.
  const manifest = join(dir, "package.json");
  if (statSync(manifest, { throwIfNoEntry: false })?.isFile() === false)
    throw new UsageError(`${manifest} is not a file. Put a file in its place.`);
  return command.run(dir, values);
}

async function programHelp(): Promise<string> {
  const commands = Object.entries(COMMANDS).map(async ([name, load]) => {
    // Where only builds are served, the compiler need not be there.
    const { summary } = await load().catch(() => ({ summary: "Needs the package esbuild" }));
    return [name, summary];
  });
  return [
    "Serves API routes that are files, of Next.js, Expo Router and Astro, on plain Node.",
    "",
    "Usage: pages-api <command> [dir] [options]",
    "",
    table(await Promise.all(commands)),
    "",
    "The folder is the project's; default: the working directory.",
    "pages-api <command> --help shows the options of a command, pages-api --version the version.",
  ].join("\n");
}

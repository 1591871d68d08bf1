import { conventionNames, type ProjectChoice } from "../conventions/index.ts";
import { type Command, UsageError, type Values } from "./command.ts";

/** Options of the commands that look for route files. */
export const PROJECT_OPTIONS = {
  convention: {
    type: "string",
    value: "names",
    help: `how routes are written: ${conventionNames.join(", ")}, with commas; default: what the files show`,
  },
  exported: {
    type: "boolean",
    help: "Expo: the API routes as `expo export` has bundled them, instead of the sources",
  },
  "page-extensions": {
    type: "string",
    value: "list",
    help: "extensions of route files, with commas, as `pageExtensions` of next.config; default: tsx,ts,jsx,js",
  },
} as const satisfies Command["options"];

/** Options of the commands that serve a project. */
export const SERVED_OPTIONS = {
  ...PROJECT_OPTIONS,
  "no-middleware": {
    type: "boolean",
    help: "leave middleware.ts or proxy.ts out, and with it the checks that it makes",
  },
} as const satisfies Command["options"];

/** @throws UsageError for an unknown convention, and for what is not a list of extensions */
export function choiceOf(values: Values): ProjectChoice {
  const { exported, "page-extensions": extensions } = values;
  const convention = exported === true ? "expo-exported" : values["convention"];
  return {
    ...(values["no-middleware"] === true && { middleware: false }),
    ...(convention !== undefined && { conventions: conventionsOf(String(convention)) }),
    ...(extensions !== undefined && { pageExtensions: extensionsOf(String(extensions)) }),
  };
}

function conventionsOf(text: string): readonly string[] {
  const names = listOf(text);
  const unknown = names.find((name) => !conventionNames.includes(name));
  if (unknown === undefined) return names;
  const known = conventionNames.join(", ");
  throw new UsageError(`--convention is ${JSON.stringify(text)}. Write one of: ${known}.`);
}

function extensionsOf(text: string): readonly string[] {
  const extensions = listOf(text);
  if (extensions.every((extension) => /^[^./\\]+(?:\.[^./\\]+)*$/.test(extension))) return extensions;
  throw new UsageError(
    `--page-extensions is ${JSON.stringify(text)}. Write extensions without the first dot: page.tsx,page.ts`,
  );
}

function listOf(text: string): string[] {
  return text.split(",").map((part) => part.trim());
}

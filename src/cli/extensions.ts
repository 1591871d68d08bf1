import { type Command, UsageError } from "./command.ts";
import type { Values } from "./options.ts";

/** Option of the commands that look for route files. */
export const EXTENSION_OPTIONS = {
  "page-extensions": {
    type: "string",
    help: "extensions of route files, with commas, as `pageExtensions` of next.config; default: tsx,ts,jsx,js",
  },
} as const satisfies Command["options"];

/**
 * The extensions that the command line names, if it does.
 *
 * @throws UsageError for what is no list of extensions
 */
export function extensionsOf({ "page-extensions": text }: Values): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const extensions = String(text)
    .split(",")
    .map((extension) => extension.trim());
  if (extensions.every((extension) => /^[^./\\]+(?:\.[^./\\]+)*$/.test(extension))) return extensions;
  const value = JSON.stringify(text);
  throw new UsageError(
    `--page-extensions is ${value}. Write extensions without the first dot: page.tsx,page.ts`,
  );
}

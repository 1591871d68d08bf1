import { dirname, relative, sep } from "node:path";
import type { BuildOptions } from "esbuild";

/** What all that esbuild writes to `dist` has in common. */
export const OUTPUT = {
  bundle: true,
  platform: "node",
  target: "node20.19",
  legalComments: "none",
  logLevel: "error",
} satisfies BuildOptions;

/** How one file imports another. */
export function specifierOf(to: string, from: string): string {
  const path = relative(dirname(from), to).split(sep).join("/");
  return path.startsWith(".") ? path : `./${path}`;
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "./finding.ts";

const NAMES = ["middleware", "proxy"];
const ENDINGS = ["ts", "js", "tsx", "jsx", "mjs"];

/** A file of the name that is not where Next, and this server, look for one. */
export function strayMiddleware(dir: string, companions: readonly string[]): Finding[] {
  const files = NAMES.flatMap((name) =>
    ENDINGS.flatMap((ending) => [`${name}.${ending}`, `src/${name}.${ending}`]),
  );
  return files
    .filter((file) => !companions.includes(file) && existsSync(join(dir, file)))
    .map((file) => ({
      level: "attention",
      rule: "middleware",
      file,
      line: 1,
      column: 1,
      message:
        "It does not run, as in Next: a middleware is beside the folder pages or app, and its extension is one of " +
        "the page extensions. Move it there, or remove it.",
    }));
}

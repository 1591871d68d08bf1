import { dirname } from "node:path";
import { type Format, digest, type Source, sourceName, specifier } from "./source.ts";

const EXTENSION = { esm: ".mjs", cjs: ".cjs" } as const;
const PLACEHOLDER = /\.([0-9a-f]{16})\.[cm]js\b/g;

/** How the outputs of a project's sources are called. */
export class OutputNames {
  readonly #dir: string;
  readonly #known = new Map<string, { readonly id: string; readonly words: string }>();

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** `pages/api/users/[id].ts` -> `pages_api_users_id.0123456789abcdef.mjs`: readable, unique by its hash. */
  of(file: string, format: Format, hash: string): string {
    return `${this.#parts(file).words}.${hash}${EXTENSION[format]}`;
  }

  /** The name that importers' code has until the hash is known; both have one length. */
  placeholder(file: string, format: Format): string {
    return this.of(file, format, this.id(file));
  }

  /** What takes the place of the hash. */
  id(file: string): string {
    return this.#parts(file).id;
  }

  #parts(file: string): { readonly id: string; readonly words: string } {
    const known = this.#known.get(file);
    if (known) return known;
    const name = sourceName(this.#dir, file);
    const words = name.replace(/\.\w+$/, "").match(/\w+/g) ?? ["module"];
    const parts = { id: digest(name), words: words.join("_").slice(-60) };
    this.#known.set(file, parts);
    return parts;
  }
}

/** It means something only in front of all else. */
const STRICT = /^"use strict";/;

/** The text to write for a source: placeholders replaced, its own names in front, its source map behind. */
export function outputText(source: Source, outDir: string, hashes: ReadonlyMap<string, string>): string {
  // Node knows a hashbang in the first line only, which is ours.
  const code = source.code
    .replace(/^#!/, "//")
    .replace(PLACEHOLDER, (text, id: string) => text.replace(id, hashes.get(id) ?? id));
  if (source.map === "") return code;
  const map = source.map.replace('"mappings": "', '"mappings": ";');
  const url = `data:application/json;base64,${Buffer.from(map).toString("base64")}`;
  return `${STRICT.exec(code)?.[0] ?? ""}${prelude(source, outDir)}\n${code}//# sourceMappingURL=${url}\n`;
}

/** The names that the compiler puts in place of those which must speak of the source, not of the output. */
export const SOURCE_NAMES = {
  __filename: "__pages_filename",
  __dirname: "__pages_dirname",
  "import.meta.url": "__pages_url",
  "import.meta.filename": "__pages_filename",
  "import.meta.dirname": "__pages_dirname",
  "import.meta.resolve": "__pages_resolve",
} as const;

/** Paths are looked for from the source, packages from the output. */
const RESOLVE = {
  esm: resolveFunction("import.meta.resolve(name)"),
  cjs: resolveFunction("__pages_toUrl(require.resolve(name)).href"),
} as const;

function resolveFunction(other: string): string {
  return `__pages_resolve = (name) => /^\\.{0,2}\\//.test(name) ? new URL(name, __pages_url).href : ${other}`;
}

function prelude({ file, code, format }: Source, outDir: string): string {
  if (!/\brequire\b|__pages_(?:url|filename|dirname|resolve)\b/.test(code)) return "";
  const from = JSON.stringify(specifier(outDir, file));
  const up = JSON.stringify(specifier(outDir, dirname(file)));
  const names = [
    `__pages_filename = __pages_path.resolve(__pages_here, ${from})`,
    `__pages_dirname = __pages_path.resolve(__pages_here, ${up})`,
    "__pages_url = __pages_toUrl(__pages_filename).href",
    ...(/\b__pages_resolve\b/.test(code) ? [RESOLVE[format]] : []),
  ].join(", ");
  if (format === "cjs") {
    return (
      'var __pages_path = require("node:path"), __pages_toUrl = require("node:url").pathToFileURL, ' +
      `__pages_here = __dirname, ${names}; require = require("node:module").createRequire(__pages_filename);`
    );
  }
  return (
    'import { createRequire as __pages_require } from "node:module"; import __pages_path from "node:path"; ' +
    'import { pathToFileURL as __pages_toUrl } from "node:url"; ' +
    `const __pages_here = import.meta.dirname, ${names}, require = __pages_require(__pages_filename);`
  );
}

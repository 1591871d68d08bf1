import { prelude } from "./prelude.ts";
import { type Format, digest, type Source, sourceName } from "./source.ts";

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

import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Loader, Location, Message, Plugin } from "esbuild";
import {
  advice,
  isEmptyPattern,
  unloadedFile,
  withoutPattern,
  unresolvedName,
} from "../compile/diagnostic.ts";
import { packageNameOf } from "../compile/missing-import.ts";
import { findUp } from "../compile/source.ts";
import { absenceOf } from "../compile/uninstalled.ts";
import type { Spot } from "../syntax/parse.ts";

export interface Problem extends Spot {
  readonly message: string;
  /** The file is no program as it is; else it is one with an import that finds nothing. */
  readonly broken: boolean;
}

/** Where the compiler fails: what is broken is left out, so that the rest is still looked at. */
export class Gaps {
  readonly problems: Problem[] = [];
  /** Packages that package.json names, or that are of the repository, and that are not installed. */
  readonly uninstalled = new Set<string>();
  readonly #dir: string;
  readonly #broken = new Set<string>();
  readonly #missing = new Set<string>();
  /** Places of patterns that no file matches. */
  readonly #unmatched = new Map<string, readonly Location[]>();

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** @returns whether there was anything new among the messages */
  add(messages: readonly Message[]): boolean {
    let grown = false;
    const patterns = new Set<string>();
    for (const message of messages) {
      if (message.location === null) continue;
      if (isEmptyPattern(message)) {
        const at = resolve(this.#dir, message.location.file);
        // One a pass: the next is at another place then.
        if (!patterns.has(at))
          this.#unmatched.set(at, [...(this.#unmatched.get(at) ?? []), message.location]);
        patterns.add(at);
        grown = true;
        continue;
      }
      const unasked = this.#unasked(message);
      if (unasked !== undefined) {
        grown ||= !this.#broken.has(unasked);
        this.#broken.add(unasked);
        continue;
      }
      const file = resolve(this.#dir, message.location.file);
      const name = unresolvedName(message.text);
      const [set, key] = name === undefined ? [this.#broken, file] : [this.#missing, `${file}\0${name}`];
      if (!set.has(key)) {
        grown = true;
        const pack = name === undefined ? undefined : packageNameOf(name);
        if (pack !== undefined && this.#waits(pack, dirname(file))) {
          this.uninstalled.add(pack);
          set.add(key);
          continue;
        }
        this.problems.push({
          ...spotOf(message),
          message: advice(message.text, dirname(file)),
          broken: name === undefined,
        });
      }
      set.add(key);
    }
    return grown;
  }

  /** Whether a package only waits to be installed: then there is one thing to say, however many import it. */
  #waits(pack: string, from: string): boolean {
    if (findUp(from, join("node_modules", pack)) !== undefined) return false;
    return absenceOf(pack, from) !== "unknown";
  }

  /** A file that is not a module, below a folder from which an import by a pattern may take any: nobody asks for it. */
  #unasked({ location, text }: Message): string | undefined {
    const file = unloadedFile(text);
    if (file === undefined || location === null) return undefined;
    const { lineText, column, length } = location;
    const imported = Buffer.from(lineText)
      .subarray(column, column + length)
      .toString();
    return /^(["'])[^"']*\1$/.test(imported) ? undefined : resolve(this.#dir, file);
  }

  readonly plugin: Plugin = {
    name: "gaps",
    setup: ({ onLoad, onResolve }) => {
      onResolve({ filter: /.*/ }, ({ importer, path }) =>
        this.#missing.has(`${importer}\0${path}`) ? { path, external: true } : undefined,
      );
      // Any name can be imported from CommonJS.
      onLoad({ filter: /.*/ }, ({ path }) => {
        if (this.#broken.has(path)) return { contents: "module.exports = {};", loader: "js" };
        const unmatched = this.#unmatched.get(path);
        if (unmatched === undefined) return undefined;
        const contents = unmatched.reduce(withoutPattern, readFileSync(path, "utf8"));
        return { contents, loader: loaderOf(path) };
      });
    },
  };
}

function loaderOf(file: string): Loader {
  if (file.endsWith(".tsx")) return "tsx";
  return /\.[cm]?ts$/.test(file) ? "ts" : "jsx";
}

/** The compiler counts columns in bytes, from 0. */
export function spotOf({ location }: Message): Spot {
  const { file, line, column, lineText } = location!;
  const before = Buffer.from(lineText).subarray(0, column).toString();
  return { file, line, column: before.length + 1 };
}

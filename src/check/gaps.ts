import { dirname, join, resolve } from "node:path";
import type { Message, Plugin } from "esbuild";
import { advice, lackingModule, NAMES, unresolvedName } from "../compile/diagnostic.ts";
import type { Alias } from "../project/tsconfig.ts";
import { ANY, namesModule } from "./names.ts";
import { packageNameOf } from "../compile/missing-import.ts";
import type { Remark } from "../compile/prepare.ts";
import { findUp, sourceName } from "../compile/source.ts";
import { absenceOf } from "../compile/uninstalled.ts";
import type { Spot } from "../syntax/parse.ts";

export interface Problem extends Spot {
  readonly message: string;
  /** The file is not a program as it is; else it is one with an import that finds nothing. */
  readonly broken: boolean;
  /** The rule of what runs all the same. */
  readonly rule?: "missing-export" | "pattern";
}

/** Where the compiler fails: what is broken is left out, so that the rest is still looked at. */
export class Gaps {
  readonly problems: Problem[] = [];
  /** Packages that package.json names, or that are of the repository, and that are not installed. */
  readonly uninstalled = new Set<string>();
  readonly #dir: string;
  readonly #broken = new Set<string>();
  readonly #missing = new Set<string>();
  /** Modules outside of the project that lack a name. */
  readonly #lacking = new Set<string>();
  readonly #remarked = new Set<string>();
  readonly #aliases: readonly Alias[];

  /** @param aliases of the project's tsconfig.json */
  constructor(dir: string, aliases: readonly Alias[]) {
    this.#dir = dir;
    this.#aliases = aliases;
  }

  /** @returns whether there was anything new among the messages */
  add(messages: readonly Message[]): boolean {
    let grown = false;
    for (const message of messages) {
      if (message.location === null) continue;
      const file = resolve(this.#dir, message.location.file);
      const lacking = lackingModule(message.text);
      if (lacking !== undefined) {
        grown = true;
        this.#lacking.add(lacking);
        this.#push(message, { broken: false, rule: "missing-export" });
        continue;
      }
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
        this.#push(message, { broken: name === undefined });
      }
      set.add(key);
    }
    return grown;
  }

  /** What a source says of its patterns, each once, however often it is read. */
  addRemarks(remarks: readonly Remark[], path: string, kind: Pick<Problem, "rule"> = {}): void {
    for (const { text, line, column } of remarks) {
      const key = `${path}\0${line}\0${column}`;
      if (this.#remarked.has(key)) continue;
      this.#remarked.add(key);
      this.problems.push({
        file: sourceName(this.#dir, path),
        line,
        column,
        message: text,
        broken: false,
        ...kind,
      });
    }
  }

  #push(message: Message, kind: Pick<Problem, "broken" | "rule">): void {
    const from = dirname(resolve(this.#dir, message.location!.file));
    this.problems.push({ ...spotOf(message), message: advice(message.text, from, this.#aliases), ...kind });
  }

  /** Whether a package only waits to be installed: then there is one thing to say, however many import it. */
  #waits(pack: string, from: string): boolean {
    if (findUp(from, join("node_modules", pack)) !== undefined) return false;
    return absenceOf(pack, from) !== "unknown";
  }

  readonly plugin: Plugin = {
    name: "gaps",
    setup: ({ onLoad, onResolve }) => {
      onResolve({ filter: /.*/ }, ({ importer, path }) =>
        this.#missing.has(`${importer}\0${path}`) ? { path, external: true } : undefined,
      );
      onLoad({ filter: /.*/, namespace: NAMES }, ({ path }) => ({
        contents: this.#lacking.has(path) ? ANY : namesModule(path),
      }));
      // Any name can be imported from CommonJS.
      onLoad({ filter: /.*/ }, ({ path }) =>
        this.#broken.has(path) ? { contents: "module.exports = {};", loader: "js" } : undefined,
      );
    },
  };
}

/** The compiler counts columns in bytes, from 0. */
export function spotOf({ location }: Message): Spot {
  const { file, line, column, lineText } = location!;
  const before = Buffer.from(lineText).subarray(0, column).toString();
  return { file, line, column: before.length + 1 };
}

import { join } from "node:path";
import type { BuildFailure } from "esbuild";
import { compileError } from "../compile/diagnostic.ts";
import { readSource, sourceName } from "../compile/source.ts";
import { RouteError } from "../error.ts";
import { readModule } from "./module.ts";
import { parse, type Spot } from "./parse.ts";
import { exportedNames, exportedValue, followFiles } from "./follow.ts";
import { DYNAMIC } from "./operators.ts";
import type { Files, ModuleFile, Value } from "./values.ts";

/** What a file exports, as far as it is written there or in files that it names. Nothing of it is run. */
export interface FileExports {
  /**
   * By name, as the loaded module has them: data as data, and a function that throws where there is a function. What
   * only the running program knows is not among them.
   */
  readonly values: Readonly<Record<string, unknown>>;
  /** Names that are exported, with a value that only the running program knows. */
  readonly dynamic: ReadonlySet<string>;
  /**
   * Where an export, or a member of it, is written: `config`, `config.api.bodyParser`. For a member that is not there,
   * the place of what is there of it; `undefined` for a name that is not exported.
   */
  spotOf(path: string): Spot | undefined;
}

/** Reads the exports of files without running them, each file once. */
export class ExportReader {
  /** The project, absolute. */
  readonly dir: string;
  readonly files: Files;
  readonly #open = new Map<string, Promise<ModuleFile>>();

  /**
   * @param dir the project, absolute
   * @param resolve the local file (absolute) that an import means; `undefined` for a package. Default: no file is read
   *   but those that are asked for
   */
  constructor(dir: string, resolve: Files["resolve"] = async () => undefined) {
    this.dir = dir;
    this.files = followFiles({ resolve, open: (file) => this.open(file) });
  }

  /**
   * @param file absolute
   * @throws RouteError ROUTE_COMPILE for a syntax error
   */
  open(file: string): Promise<ModuleFile> {
    let opening = this.#open.get(file);
    if (opening === undefined) this.#open.set(file, (opening = openFile(this.dir, file)));
    return opening;
  }

  /**
   * Reads what a file exports.
   *
   * @param file relative to the project, or absolute
   * @param names default: all that it exports
   * @throws RouteError ROUTE_COMPILE for a syntax error, in this file or one that it takes a value from
   */
  async read(file: string, names?: readonly string[]): Promise<FileExports> {
    const module = await this.open(join(this.dir, sourceName(this.dir, file)));
    const found = new Map<string, Value>();
    for (const name of names ?? (await exportedNames(module, this.files))) {
      // oxlint-disable-next-line no-await-in-loop -- they nearly always are in this one file
      const value = await exportedValue(module, name, this.files);
      if (value !== undefined) found.set(name, value);
    }
    const known = [...found].filter(([, { value }]) => value !== DYNAMIC);
    return {
      values: Object.fromEntries(known.map(([name, { value }]) => [name, value])),
      dynamic: new Set([...found.keys()].filter((name) => found.get(name)!.value === DYNAMIC)),
      spotOf: (path) => {
        const [name = "", ...keys] = path.split(".");
        let at = found.get(name);
        for (const key of keys) at = at?.members?.get(key) ?? at;
        return at && this.spotAt(at.file, at.node.start);
      },
    };
  }

  spotAt(file: Pick<ModuleFile, "file" | "placeAt">, offset: number): Spot {
    return { file: sourceName(this.dir, file.file), ...file.placeAt(offset) };
  }
}

/** What a file says by itself; `undefined` where it cannot be parsed. */
export async function readAlone(file: string, dir: string): Promise<FileExports | undefined> {
  try {
    return await new ExportReader(dir).read(file);
  } catch (error) {
    if (error instanceof RouteError) return undefined;
    throw error;
  }
}

async function openFile(dir: string, file: string): Promise<ModuleFile> {
  const name = sourceName(dir, file);
  try {
    const source = await parse(readSource(file), name);
    return { file, ...source, ...readModule(source) };
  } catch (error) {
    const [message] = (error as Partial<BuildFailure>).errors ?? [];
    if (message === undefined) throw error;
    throw compileError(message, file, dir);
  }
}

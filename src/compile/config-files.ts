import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { RouteError } from "../error.ts";
import { findTsConfig, readTsConfig, type TsConfig } from "../project/tsconfig.ts";
import { findUp, stampOf } from "./source.ts";

/** The tsconfig.json and package.json files that decide how sources are compiled, and whether they are still the same. */
export class ConfigFiles {
  /** The tsconfig.json of the project. */
  config: TsConfig = { files: [], options: {}, aliases: [] };
  readonly #dir: string;
  readonly #stamps = new Map<string, string>();
  #isRead = false;

  /** @param dir the project, a real path */
  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Absolute. */
  paths(): Iterable<string> {
    return this.#stamps.keys();
  }

  /** Makes the next `read` read them again. */
  forget(): void {
    this.#isRead = false;
  }

  /**
   * Reads the files of the project, unless they are as they were.
   *
   * @param tsconfig the file (absolute) in place of the usual one
   * @returns whether they were read: then what was compiled by them is out of date
   * @throws RouteError ROUTE_COMPILE where `tsconfig` does not exist
   */
  async read(tsconfig: string | undefined): Promise<boolean> {
    const file = tsconfig ?? findTsConfig(this.#dir);
    const manifest = findUp(this.#dir, "package.json");
    if (this.#isCurrent(file, manifest)) return false;
    if (tsconfig !== undefined && !existsSync(tsconfig)) {
      const text = `There is no ${tsconfig}, which the project names as its tsconfig.json. Correct the path.`;
      throw new RouteError("ROUTE_COMPILE", text, { file: tsconfig });
    }
    this.#stamps.clear();
    this.config = await readTsConfig(file);
    this.#follow([...this.config.files, manifest ?? []].flat());
    this.#isRead = true;
    return true;
  }

  /** Follows the files of a source that is not the project's own: packages of one repository bring their own. */
  async followOther(source: string): Promise<void> {
    const folder = dirname(source);
    const { files } = await readTsConfig(findTsConfig(folder));
    this.#follow([...files, findUp(folder, "package.json") ?? []].flat());
  }

  #isCurrent(file: string | undefined, manifest: string | undefined): boolean {
    if (!this.#isRead || file !== this.config.files[0]) return false;
    if (manifest !== undefined && !this.#stamps.has(manifest)) return false;
    return [...this.#stamps].every(([path, stamp]) => stampOf(path) === stamp);
  }

  #follow(paths: readonly string[]): void {
    for (const path of paths) if (!this.#stamps.has(path)) this.#stamps.set(path, stampOf(path));
  }
}

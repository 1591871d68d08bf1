import { isShim } from "../stand-ins/index.ts";
import { Folders, type Place } from "./folders.ts";
import { Graph } from "./graph.ts";
import type { Links } from "./links.ts";
import { PackageNames } from "./package-names.ts";
import { awaitsAtTop } from "./hidden-names.ts";
import { type Source, stampOf } from "./source.ts";
import { formatByName, transform } from "./transform.ts";

/** The sources of a project, each compiled once, and again when it or what it looks for has changed. */
export class CompiledSources {
  readonly graph: Graph;
  readonly #folders = new Folders();
  /** Those that are compiled to CommonJS, since a circle of imports needs it. */
  readonly #scripts = new Set<string>();
  /** Those that export what only CommonJS can. */
  readonly #hiding = new Set<string>();
  /** Those that cannot be: they await something at their top level. */
  readonly #pinned = new Set<string>();

  /** @param dir the project, from which sources are named */
  constructor(dir: string) {
    this.graph = new Graph(dir);
  }

  clear(): void {
    this.graph.clear();
    this.#folders.clear();
    this.#scripts.clear();
    this.#hiding.clear();
    this.#pinned.clear();
  }

  /** @returns whether a source has changed, or a file has come or gone that an import looks for */
  forgetChanged(): boolean {
    const moved = this.#folders.changes();
    let hasChanged = false;
    for (const { file, stamp, error, places } of this.graph.sources()) {
      if (isShim(file)) continue;
      const now = stampOf(file);
      if (!error && now === stamp && !touches(places, moved)) continue;
      hasChanged = true;
      this.graph.forget(file);
      this.#scripts.delete(file);
      this.#hiding.delete(file);
      this.#pinned.delete(file);
      if (now === "") for (const importer of this.graph.importersOf(file)) this.graph.forget(importer);
    }
    return hasChanged;
  }

  /** Compiles files (absolute, real) and all that they import, and lets go of everything else. */
  async compile(
    files: readonly string[],
    project: Omit<Links, "folders" | "formatOf" | "isScript" | "packageNames">,
  ): Promise<void> {
    const links: Links = {
      ...project,
      folders: this.#folders,
      packageNames: new PackageNames(),
      formatOf: (file) => this.graph.get(file)?.format ?? formatByName(file),
      isScript: (file) => this.#scripts.has(file),
    };
    for (let queue = this.graph.missing(files); queue.length > 0; queue = this.graph.missing(files)) {
      // oxlint-disable-next-line no-await-in-loop -- a file's imports are known only when it is compiled
      for (const source of await transform(queue, links)) this.#add(source);
      if (this.graph.missing(files).length > 0) continue;
      this.#settleCircles();
      this.#settleStars();
    }
    this.graph.keepOnly(files);
  }

  /** What awaits at its top level can be nothing but an ES module. */
  #add(source: Source): void {
    if (source.error !== undefined && this.#scripts.delete(source.file)) this.#pinned.add(source.file);
    else this.graph.add(source);
  }

  /** Node refuses `require` of an ES module in a circle. */
  #settleCircles(): void {
    for (const file of this.graph.requiredCircles()) this.#toScript(file);
  }

  /** The names of CommonJS that only its run makes can be exported by CommonJS alone. */
  #settleStars(): void {
    for (const { file, format, hides = false, stars = [] } of this.graph.sources()) {
      if (format !== "esm" || !(hides || [...stars].some((star) => this.#hiding.has(star)))) continue;
      if (this.graph.closure(file).some((each) => awaitsAtTop(this.graph.get(each)?.code ?? ""))) continue;
      this.#hiding.add(file);
      this.#toScript(file);
    }
  }

  #toScript(file: string): void {
    if (this.#scripts.has(file) || this.#pinned.has(file)) return;
    this.#scripts.add(file);
    this.graph.forget(file);
  }
}

function touches(places: ReadonlySet<Place> | undefined, moved: ReadonlySet<Place>): boolean {
  if (moved.size === 0 || places === undefined) return false;
  for (const place of places) if (moved.has(place)) return true;
  return false;
}

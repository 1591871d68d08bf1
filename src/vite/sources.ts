import { isAbsolute } from "node:path";
import type { EnvironmentModuleGraph } from "vite";
import { stampOf } from "../compile/source.ts";
import { isOwnModule } from "./packages.ts";

/** The files behind the modules that Vite has loaded for the routes, and whether they are still the same. */
export class Sources {
  readonly #graph: EnvironmentModuleGraph;
  readonly #forget: (file: string) => void;
  readonly #changed: (file: string) => void;
  readonly #stamps = new Map<string, string>();

  /** @param changed called once for each edit, whoever notices it first: a request or Vite's watcher */
  constructor(graph: EnvironmentModuleGraph, changed: (file: string) => void) {
    this.#graph = graph;
    this.#forget = graph.onFileChange.bind(graph);
    this.#changed = changed;
    // The watcher comes late with what a request has seen already: the new modules are to keep their state.
    graph.onFileChange = (file) => this.#look(file);
  }

  /** Makes Vite forget the modules of files that have changed, and what imports them. Others keep their state. */
  refresh(): void {
    for (const file of this.#stamps.keys()) this.#look(file);
  }

  #look(file: string): void {
    const stamp = stampOf(file);
    if (this.#stamps.get(file) === stamp) return;
    if (this.#stamps.has(file)) this.#stamps.set(file, stamp);
    this.#forget(file);
    this.#changed(file);
  }

  /** To be called before a file is read: an edit while its module is loading is one of the next look. */
  reads(file: string): void {
    if (isSource(file)) this.#stamps.set(file, stampOf(file));
  }

  /** Remembers files that are not modules, and that plugins have read for one. */
  note(): void {
    for (const file of this.#graph.fileToModulesMap.keys()) {
      if (!this.#stamps.has(file)) this.reads(file);
    }
  }

  /** Stays the same for as long as a module and all that it imports do. */
  versionOf(file: string): string {
    const modules = [...(this.#graph.getModulesByFile(file) ?? [])];
    const times = modules.map(({ lastInvalidationTimestamp }) => lastInvalidationTimestamp);
    return `${stampOf(file)}:${Math.max(0, ...times)}`;
  }

  files(): ReadonlySet<string> {
    return new Set(this.#stamps.keys());
  }
}

/** Neither a package's file nor a virtual one. */
function isSource(file: string): boolean {
  return isAbsolute(file) && !file.includes("/node_modules/") && !file.includes("?") && !isOwnModule(file);
}

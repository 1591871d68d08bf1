import type { Exported } from "../syntax/module.ts";
import type { ModuleFile } from "../syntax/values.ts";
import { type Part, type Parts, partsOf } from "./parts.ts";
import type { Survey } from "./survey.ts";

/** A module with the names that its imports stand for. */
export interface Reachable {
  readonly file: ModuleFile;
  readonly parts: Parts;
  readonly targets: ReadonlyMap<string, string>;
}

/** What of the modules below a route is a part of its program. */
export interface Reached {
  /** Parts of modules, and the nodes that re-export something of them. */
  readonly parts: ReadonlySet<object>;
  /** Modules that are loaded. */
  readonly files: ReadonlySet<string>;
}

/** The modules that may say something, and those on the way to them: nothing else is walked through. */
export function modulesTowards(files: Iterable<string>, { imports }: Survey): ReadonlySet<string> {
  const importers = new Map<string, string[]>();
  for (const [importer, targets] of imports) {
    for (const target of targets.values()) {
      const known = importers.get(target);
      if (known === undefined) importers.set(target, [importer]);
      else known.push(importer);
    }
  }
  const found = new Set(files);
  for (const file of found) for (const importer of importers.get(file) ?? []) found.add(importer);
  return found;
}

export function reachable(file: ModuleFile, { imports }: Survey): Reachable {
  return { file, parts: partsOf(file), targets: imports.get(file.file) ?? new Map() };
}

/**
 * Walks from a route's file through what its program uses.
 *
 * @param modules what is walked through, by file
 */
export function reach(entry: string, modules: ReadonlyMap<string, Reachable>): Reached {
  const walk = new Walk(modules);
  walk.run(entry);
  return walk;
}

class Walk implements Reached {
  readonly parts = new Set<object>();
  readonly files = new Set<string>();
  readonly #modules: ReadonlyMap<string, Reachable>;
  readonly #queue: (() => void)[] = [];
  readonly #asked = new Set<string>();

  constructor(modules: ReadonlyMap<string, Reachable>) {
    this.#modules = modules;
  }

  run(entry: string): void {
    this.#ask(entry, "*");
    for (let next = this.#queue.pop(); next !== undefined; next = this.#queue.pop()) next();
  }

  /** A module is loaded: what runs then is reached, and so are the modules that it imports. */
  #enter(module: Reachable): void {
    const { file } = module.file;
    if (this.files.has(file)) return;
    this.files.add(file);
    this.#queue.push(() => {
      for (const part of module.parts.all) if (part.effect) this.#take(part, module);
      for (const target of module.targets.values()) {
        const other = this.#modules.get(target);
        if (other !== undefined) this.#enter(other);
      }
    });
  }

  /** A part of a module is used, and with it what it uses. */
  #take(part: Part, module: Reachable): void {
    if (this.parts.has(part)) return;
    this.parts.add(part);
    this.#queue.push(() => {
      for (const name of part.uses) {
        const declaring = module.parts.declaring.get(name);
        if (declaring !== undefined) this.#take(declaring, module);
      }
      for (const { source, name } of part.imports) this.#ask(module.targets.get(source), name);
    });
  }

  /** A name of a module is imported; `*` is all of them. */
  #ask(path: string | undefined, name: string): void {
    const module = path === undefined ? undefined : this.#modules.get(path);
    const key = `${path}\0${name}`;
    if (module === undefined || this.#asked.has(key)) return;
    this.#asked.add(key);
    this.#enter(module);
    const { file, targets } = module;
    if (name === "*" || file.kind === "cjs") {
      for (const part of module.parts.all) this.#take(part, module);
      for (const each of file.exports.keys()) this.#ask(path, each);
      for (const star of file.stars) this.#ask(targets.get(star), "*");
      return;
    }
    const exported = file.exports.get(name);
    if (exported === undefined) for (const star of file.stars) this.#ask(targets.get(star), name);
    else this.#takeExport(exported, module);
  }

  #takeExport(exported: Exported, module: Reachable): void {
    if (exported.kind === "from") {
      this.parts.add(exported.node);
      this.#ask(module.targets.get(exported.source), exported.name);
      return;
    }
    const declaring = exported.kind === "local" ? module.parts.declaring.get(exported.name) : undefined;
    const part = declaring ?? module.parts.at(exported.node.start);
    if (part !== undefined) this.#take(part, module);
    const local = exported.kind === "local" ? module.file.bindings.top.get(exported.name) : undefined;
    // `import { a } from "./a"; export { a };`
    if (local?.kind === "import") this.#take(module.parts.at(exported.node.start)!, module);
  }
}

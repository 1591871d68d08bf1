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
  const parts = new Set<object>();
  const files = new Set<string>();
  const queue: (() => void)[] = [];
  const asked = new Set<string>();

  const enter = (module: Reachable): void => {
    const { file } = module.file;
    if (files.has(file)) return;
    files.add(file);
    queue.push(() => {
      for (const part of module.parts.all) if (part.effect) take(part, module);
      for (const target of module.targets.values()) {
        const other = modules.get(target);
        if (other !== undefined) enter(other);
      }
    });
  };

  const take = (part: Part, module: Reachable): void => {
    if (parts.has(part)) return;
    parts.add(part);
    queue.push(() => {
      for (const name of part.uses) {
        const declaring = module.parts.declaring.get(name);
        if (declaring !== undefined) take(declaring, module);
      }
      for (const { source, name } of part.imports) ask(module.targets.get(source), name);
    });
  };

  const ask = (path: string | undefined, name: string): void => {
    const module = path === undefined ? undefined : modules.get(path);
    const key = `${path}\0${name}`;
    if (module === undefined || asked.has(key)) return;
    asked.add(key);
    enter(module);
    const { file, targets } = module;
    if (name === "*" || file.kind === "cjs") {
      for (const part of module.parts.all) take(part, module);
      for (const each of file.exports.keys()) ask(path, each);
      for (const star of file.stars) ask(targets.get(star), "*");
      return;
    }
    const exported = file.exports.get(name);
    if (exported === undefined) {
      for (const star of file.stars) ask(targets.get(star), name);
      return;
    }
    if (exported.kind === "from") {
      parts.add(exported.node);
      ask(targets.get(exported.source), exported.name);
      return;
    }
    const declaring = exported.kind === "local" ? module.parts.declaring.get(exported.name) : undefined;
    const part = declaring ?? module.parts.at(exported.node.start);
    if (part !== undefined) take(part, module);
    const local = exported.kind === "local" ? file.bindings.top.get(exported.name) : undefined;
    // `import { a } from "./a"; export { a };`
    if (local?.kind === "import") take(module.parts.at(exported.node.start)!, module);
  };

  ask(entry, "*");
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) next();
  return { parts, files };
}

import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const EXTENSION = /\.(?:[cm]?[jt]sx?|json|node)$/;
const ANY = "*";

/**
 * Where an import looks for a file: the path without an extension, since `lib/user` may be `lib/user.ts`, `lib/user.js`
 * or `lib/user/index.ts`, and the first that exists is taken.
 */
export type Place = string;

/** Folders that imports have looked into, and the names that were there: a new one may come before what was found. */
export class Folders {
  readonly #names = new Map<string, ReadonlySet<string>>();

  /** The places that decide what an import of a path gives, and follows the folders that they are in. */
  placesOf(path: string): Place[] {
    const places = [placeOf(path)];
    let folder = dirname(path);
    for (; !this.#follow(folder) && dirname(folder) !== folder; folder = dirname(folder)) {
      places.push(placeOf(folder));
    }
    if (this.#names.get(folder)?.has(basename(path)) === true && this.#follow(path)) {
      places.push(join(path, "index"), join(path, "package"));
    }
    return places;
  }

  /** The places of all files below a folder, for an import that may be of any of them. */
  placesBelow(folder: string): Place[] {
    const names = this.#follow(folder) ? this.#names.get(folder)! : [];
    const below = [...names].filter((name) => name !== "node_modules" && !name.startsWith("."));
    return [join(folder, ANY), ...below.flatMap((name) => this.#placesInside(join(folder, name)))];
  }

  /** The places where something has come or gone since the last call. */
  changes(): ReadonlySet<Place> {
    const changed = new Set<Place>();
    for (const [folder, before] of this.#names) {
      const now = namesIn(folder);
      if (now === undefined) this.#names.delete(folder);
      else this.#names.set(folder, now);
      const moved = [...difference(before, now), ...difference(now, before)];
      if (moved.length > 0) changed.add(join(folder, ANY));
      for (const name of moved) changed.add(placeOf(join(folder, name)));
    }
    return changed;
  }

  clear(): void {
    this.#names.clear();
  }

  #placesInside(path: string): Place[] {
    return this.#follow(path) ? this.placesBelow(path) : [];
  }

  #follow(folder: string): boolean {
    if (this.#names.has(folder)) return true;
    const names = namesIn(folder);
    if (names !== undefined) this.#names.set(folder, names);
    return names !== undefined;
  }
}

function placeOf(path: string): Place {
  return path.replace(EXTENSION, "");
}

function namesIn(folder: string): ReadonlySet<string> | undefined {
  try {
    return new Set(readdirSync(folder));
  } catch {
    // It is not there, is a file, or may not be read: then no import finds anything in it.
    return undefined;
  }
}

function difference(a: ReadonlySet<string> = new Set(), b: ReadonlySet<string> = new Set()): string[] {
  return [...a].filter((name) => !b.has(name));
}

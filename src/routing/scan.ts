import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";

/**
 * Lists every file below a folder as paths relative to it, with `/` on every system, sorted.
 * Symbolic links are followed, once each; a dangling one (an editor's lock file) is passed over.
 *
 * @returns `undefined` when there is no such folder.
 */
export async function scan(root: string): Promise<string[] | undefined> {
  const place = await present(realpath(root));
  const top = place === undefined ? undefined : await present(readdir(place, { withFileTypes: true }));
  if (place === undefined || top === undefined) return undefined;
  const files: string[] = [];
  await walk({ path: root, place, prefix: "", above: new Set([place]) }, top, files);
  return files.toSorted();
}

interface Folder {
  readonly path: string;
  /** Its path without symbolic links. */
  readonly place: string;
  readonly prefix: string;
  /** The places of the folder and of those that it was reached through. */
  readonly above: ReadonlySet<string>;
}

async function walk(folder: Folder, entries: readonly Dirent[], files: string[]): Promise<void> {
  await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder.path, entry.name);
      const isLink = entry.isSymbolicLink();
      const target = isLink ? await present(stat(path)) : entry;
      if (target?.isFile()) files.push(folder.prefix + entry.name);
      if (!target?.isDirectory()) return;
      const place = isLink ? await present(realpath(path)) : join(folder.place, entry.name);
      // A link to a folder that contains it would never end.
      if (place === undefined || folder.above.has(place)) return;
      const below = (await present(readdir(place, { withFileTypes: true }))) ?? [];
      const above = new Set([...folder.above, place]);
      await walk({ path, place, prefix: `${folder.prefix}${entry.name}/`, above }, below, files);
    }),
  );
}

/** What is looked at may be gone in the next moment, or be a link to nowhere. */
async function present<T>(result: Promise<T>): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "ELOOP") return undefined;
    throw error;
  }
}

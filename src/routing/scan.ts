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
  await walk(root, "", top, new Set([place]), files);
  return files.toSorted();
}

async function walk(
  root: string,
  prefix: string,
  entries: readonly Dirent[],
  above: ReadonlySet<string>,
  files: string[],
): Promise<void> {
  await Promise.all(
    entries.map(async (entry) => {
      const path = join(root, prefix, entry.name);
      const target = entry.isSymbolicLink() ? await present(stat(path)) : entry;
      if (target?.isFile()) files.push(prefix + entry.name);
      if (!target?.isDirectory()) return;
      const place = await present(realpath(path));
      // A link to a folder that contains it would never end.
      if (place === undefined || above.has(place)) return;
      const below = (await present(readdir(place, { withFileTypes: true }))) ?? [];
      await walk(root, `${prefix}${entry.name}/`, below, new Set([...above, place]), files);
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

import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";

/**
 * Lists every file below a folder as paths relative to it, with `/` on every system, sorted.
 * Symbolic links are followed, once each; a dangling one (an editor's lock file) is passed over.
 *
 * @returns `undefined` when there is no such folder.
 */
export async function scan(root: string): Promise<string[] | undefined> {
  const files: string[] = [];
  try {
    await walk(root, "", new Set([await realpath(root)]), files);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
  return files.toSorted();
}

async function walk(
  root: string,
  prefix: string,
  above: ReadonlySet<string>,
  files: string[],
): Promise<void> {
  const entries = await readdir(join(root, prefix), { withFileTypes: true });
  await Promise.all(
    entries.map(async (entry) => {
      const path = prefix + entry.name;
      const target = entry.isSymbolicLink() ? await linked(join(root, path)) : entry;
      if (target?.isFile()) files.push(path);
      if (!target?.isDirectory()) return;
      const place = await realpath(join(root, path));
      // A link to a folder that contains it would never end.
      if (!above.has(place)) await walk(root, `${path}/`, new Set([...above, place]), files);
    }),
  );
}

async function linked(path: string): Promise<{ isFile(): boolean; isDirectory(): boolean } | undefined> {
  try {
    return await stat(path);
  } catch {
    return undefined;
  }
}

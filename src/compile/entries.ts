import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";

/** Files as entries of the compiler. */
export interface Entries {
  /** By name: the index of each. */
  readonly entryPoints: Record<string, string>;
  /** To be called when they are compiled. */
  remove(): void;
}

/**
 * Makes entries of files (absolute, real). The compiler takes a path with `*` for a pattern of many files: such a one
 * gets the name of a symbolic link, which the compiler follows before it does anything else.
 */
export function entriesOf(files: readonly string[]): Entries {
  let folder: string | undefined;
  const paths = files.map((file, index) => {
    if (!file.includes("*")) return [index, file];
    folder ??= mkdtempSync(join(tmpdir(), "pages-api-entries-"));
    const link = join(folder, `${index}${extname(file)}`);
    symlinkSync(file, link);
    return [index, link];
  });
  return {
    entryPoints: Object.fromEntries(paths) as Record<string, string>,
    remove() {
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

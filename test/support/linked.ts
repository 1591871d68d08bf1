import { symlink } from "node:fs/promises";
import { join } from "node:path";

const ROOT = new URL("../../", import.meta.url).pathname;

/** Puts packages of this repository, or this one itself, into the node_modules of a project. */
export async function link(dir: string, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    const target = name === "pages-api" ? ROOT : join(ROOT, "node_modules", name);
    // oxlint-disable-next-line no-await-in-loop -- few
    await symlink(target, join(dir, "node_modules", name));
  }
}

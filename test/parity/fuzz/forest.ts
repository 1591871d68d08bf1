import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Tree } from "./tree.ts";
import { twinOfFile } from "./twin.ts";

const APP = fileURLToPath(new URL("app", import.meta.url));

/** Many trees in one app, each below a folder of its own: as it is for us, with twin names for Next. */
export interface Forest {
  ours: string;
  next: string;
  remove(): void;
}

export function plant(trees: Tree[]): Forest {
  const folder = mkdtempSync(join(tmpdir(), "parity-forest-"));
  const [ours, next] = [join(folder, "ours"), join(folder, "next")];
  for (const app of [ours, next]) {
    mkdirSync(app);
    for (const file of ["package.json", "next.config.js"]) cpSync(join(APP, file), join(app, file));
  }
  for (const [index, files] of trees.entries()) {
    for (const file of files) {
      const source = sourceOf(file);
      write(join(ours, "pages", prefixOf(index), file), source);
      write(join(next, "pages", prefixOf(index), twinOfFile(file)), source);
    }
  }
  return { ours, next, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export function prefixOf(index: number): string {
  return `/api/t${String(index).padStart(4, "0")}`;
}

/** Without the extension: which of two files that differ in it serves is left to chance by Next. */
function sourceOf(file: string): string {
  const told = JSON.stringify(file.replace(/\.\w+$/, ""));
  return `export default function handler(req, res) {
  res.end(JSON.stringify({ file: ${told}, query: Object.entries(req.query) }));
}
`;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The files below a folder of a project, by name; bytes that are no text as `base64:…`. */
export function readFiles(dir: string, folder: string): Record<string, string> {
  const entries = readdirSync(join(dir, folder), { recursive: true, withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    names.toSorted().map((name) => [name.slice(dir.length + 1), textOf(readFileSync(name))]),
  );
}

function textOf(bytes: Buffer): string {
  const text = bytes.toString();
  return Buffer.from(text).equals(bytes) ? text : `base64:${bytes.toString("base64")}`;
}

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, isAbsolute, resolve } from "node:path";
import { findUp } from "./source.ts";

/** Every file that decides how the sources of a folder are compiled: tsconfig, what it extends, package.json. */
export function configFiles(dir: string): string[] {
  const manifest = findUp(dir, "package.json");
  const config = findUp(dir, "tsconfig.json", "jsconfig.json");
  return [...(manifest ? [manifest] : []), ...(config ? withExtends(config) : [])];
}

const EXTENDS = /"extends"\s*:\s*(\[[^\]]*\]|"(?:[^"\\]|\\.)*")/;

function withExtends(config: string, seen: Set<string> = new Set()): string[] {
  if (seen.has(config)) return [];
  seen.add(config);
  const found = EXTENDS.exec(withoutComments(readFileSync(config, "utf8")))?.[1] ?? "";
  for (const [text] of found.matchAll(/"(?:[^"\\]|\\.)*"/g)) {
    const base = locate(JSON.parse(text) as string, config);
    if (base) withExtends(base, seen);
  }
  return [...seen];
}

function withoutComments(text: string): string {
  return text.replaceAll(/"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (part) =>
    part[0] === "/" ? "" : part,
  );
}

function locate(name: string, from: string): string | undefined {
  if (name.startsWith(".") || isAbsolute(name)) {
    const path = resolve(dirname(from), name);
    return [path, `${path}.json`, resolve(path, "tsconfig.json")].find(
      (file) => file.endsWith(".json") && existsSync(file),
    );
  }
  const { resolve: find } = createRequire(from);
  for (const candidate of [name, `${name}.json`, `${name}/tsconfig.json`]) {
    try {
      const file = find(candidate);
      if (file.endsWith(".json")) return file;
    } catch {
      // the next spelling
    }
  }
  return undefined;
}

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, isAbsolute, resolve } from "node:path";
import { findUp } from "../compile/source.ts";

/** Every file that decides how the sources of a folder are compiled: tsconfig, what it extends, package.json. */
export function configFiles(dir: string): string[] {
  const manifest = findUp(dir, "package.json");
  const config = findUp(dir, "tsconfig.json", "jsconfig.json");
  return [...(manifest ? [manifest] : []), ...(config ? withExtends(config) : [])];
}

interface Settings {
  readonly compilerOptions?: {
    readonly paths?: Readonly<Record<string, readonly string[]>>;
    readonly baseUrl?: string;
  };
}

/** What paths of imports may begin with, as `paths` and `baseUrl` say, and the folder (absolute) that it stands for. */
export function aliasesOf(dir: string): [start: string, folder: string][] {
  const settings = configFiles(dir)
    .filter((file) => !file.endsWith("package.json"))
    .map((file) => [dirname(file), parseConfig(file).compilerOptions] as const);
  const [baseDir, { baseUrl = "" } = {}] =
    settings.find(([, options]) => options?.baseUrl !== undefined) ?? [];
  const [pathsDir, { paths = {} } = {}] = settings.find(([, options]) => options?.paths !== undefined) ?? [];
  const base = baseDir === undefined ? undefined : resolve(baseDir, baseUrl);
  const aliases = Object.entries(paths)
    .filter(([pattern]) => pattern.endsWith("*"))
    .flatMap(([pattern, targets]) =>
      targets
        .filter((target) => target.endsWith("/*"))
        .map((target): [string, string] => [
          pattern.slice(0, -1),
          resolve(base ?? pathsDir!, target.slice(0, -1)),
        ]),
    );
  return base === undefined ? aliases : [...aliases, ["", base]];
}

/** Settings that the compiler cannot read either, it reports. */
function parseConfig(file: string): Settings {
  const text = withoutComments(readFileSync(file, "utf8"));
  const strict = text.replaceAll(/"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])/g, (part) => (part === "," ? "" : part));
  try {
    return JSON.parse(strict) as Settings;
  } catch {
    return {};
  }
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

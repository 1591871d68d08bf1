import { readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { RESPONSE_NAME } from "../../web/install-response.ts";
import { URL_PATTERN_NAME } from "../../web/url-pattern.ts";
import type { CompileSettings } from "../../compile/settings.ts";

/** What code of the edge runtime finds; modules that it imports are those of the whole process. */
const EDGE: Readonly<Record<string, string>> = {
  "process.env.NEXT_RUNTIME": '"edge"',
  EdgeRuntime: '"edge-runtime"',
  Response: RESPONSE_NAME,
  URLPattern: URL_PATTERN_NAME,
};

const NAMES: ReadonlySet<unknown> = new Set(["edge", "experimental-edge"]);

/** How modules of a project of Next are compiled. */
export const nextCompile: CompileSettings = { defineFor };

/** The same for a project whose modules answer with a Response: a fast one takes the place of the global one in them. */
export function withResponse(settings: CompileSettings): CompileSettings {
  return { ...settings, define: { ...settings.define, Response: RESPONSE_NAME } };
}

/** The same for a project whose middleware (absolute) is of the edge runtime. */
export function edgeCompile(middleware: string): CompileSettings {
  return { defineFor: async (file) => (file === middleware ? EDGE : defineFor(file)) };
}

/** What is defined in a file that says it is of the edge runtime. */
async function defineFor(file: string): Promise<Readonly<Record<string, string>> | undefined> {
  // A named pipe would be read for ever.
  if (!/\.[jt]sx?$/.test(file) || !(await stat(file)).isFile()) return undefined;
  const text = await readFile(file, "utf8");
  return text.includes("edge") && (await saysEdge(file)) ? EDGE : undefined;
}

/** Whether `export const runtime`, or `config.runtime`, names the edge runtime. */
async function saysEdge(file: string): Promise<boolean> {
  // A server of a build has no use for the parser.
  const { ExportReader } = await import("../../syntax/exports.ts");
  const reader = new ExportReader(dirname(file));
  try {
    const { values } = await reader.read(file, ["config", "runtime"]);
    const { config, runtime } = values as { config?: { runtime?: unknown }; runtime?: unknown };
    return NAMES.has(runtime) || NAMES.has(config?.runtime);
  } catch {
    // The compiler reports the syntax error.
    return false;
  }
}

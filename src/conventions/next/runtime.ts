import { readFileSync, statSync } from "node:fs";
import { RESPONSE_NAME } from "../../web/fast-response.ts";
import type { CompileSettings } from "../../compile/settings.ts";

/** What code of the edge runtime finds; modules that it imports are those of the whole process. */
const EDGE: Readonly<Record<string, string>> = {
  "process.env.NEXT_RUNTIME": '"edge"',
  EdgeRuntime: '"edge-runtime"',
  Response: RESPONSE_NAME,
};

const EXPORT = /^export\s+const\s+(?:runtime|config)\b[^;]{0,500}?["'](?:experimental-)?edge["']/m;

/** How modules of a project of Next are compiled. */
export const nextCompile: CompileSettings = { defineFor };

/** The same for a project whose modules answer with a Response: a fast one takes the place of the global one in them. */
export function withResponse(settings: CompileSettings): CompileSettings {
  return { ...settings, define: { ...settings.define, Response: RESPONSE_NAME } };
}

/** The same for a project whose middleware (absolute) is of the edge runtime. */
export function edgeCompile(middleware: string): CompileSettings {
  return { defineFor: (file) => (file === middleware ? EDGE : defineFor(file)) };
}

/** What is defined in a file that says it is of the edge runtime. */
function defineFor(file: string): Readonly<Record<string, string>> | undefined {
  // A named pipe would be read for ever.
  if (!/\.[jt]sx?$/.test(file) || !statSync(file).isFile()) return undefined;
  const text = readFileSync(file, "utf8");
  return text.includes("edge") && EXPORT.test(text) ? EDGE : undefined;
}

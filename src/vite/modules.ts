import { isBuiltin } from "node:module";
import { dirname } from "node:path";
import type { Plugin, Rollup } from "vite";
import { missingImport } from "../compile/missing-import.ts";
import { findShim } from "../stand-ins/next/modules.ts";
import { API, type Build } from "./environment.ts";
import { interopId, interopSource, shimId, shimSource } from "./packages.ts";
import { epilogue, prelude } from "./scope.ts";
import type { Node, Reference } from "./references.ts";
import { readSyntax, type Syntax } from "./syntax.ts";

type Context = Pick<Rollup.TransformPluginContext, "error" | "resolve">;
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const SOURCE = /\.[cm]?[jt]sx?$/;
const MENTIONED = /\b(?:import|require|module|exports|__filename|__dirname)\b/;
const URL_LIKE = /^[a-z][a-z\d+.-]*:/i;

/**
 * What route files may count on elsewhere, and Vite does not give to modules of a server: CommonJS, `require` and
 * `__dirname`, default exports of packages behind `__esModule`, and stand-ins for Next's modules.
 *
 * @param build gives `undefined` in development
 */
export function modulesPlugin(build: () => Build | undefined): Plugin {
  return {
    name: "pages-api:modules",
    applyToEnvironment: ({ name }) => name === API,
    resolveId(source) {
      return shimId(source) ?? (interopSource(source) === undefined ? undefined : source);
    },
    async load(id) {
      return interopSource(id) ?? (await shimSource(id));
    },
    async transform(code, id) {
      if (!SOURCE.test(id) || id.includes("/node_modules/") || !MENTIONED.test(code)) return undefined;
      const syntax = readSyntax(this.parse(code) as unknown as Node);
      const output = await rewrite(this, code, id, syntax, build()?.chunkDir);
      return output === code ? undefined : { code: output, map: null };
    },
  };
}

async function rewrite(
  context: Context,
  code: string,
  id: string,
  syntax: Syntax,
  chunkDir: string | undefined,
): Promise<string> {
  const edits: Edit[] = [];
  const required = new Map<string, string>();
  for (const reference of syntax.references) {
    const target = await targetOf(context, reference, id);
    if (target === undefined) continue;
    if (reference.kind === "require") required.set(reference.name, target);
    else edits.push({ ...reference, text: JSON.stringify(target) });
  }
  if (chunkDir !== undefined) {
    for (const meta of syntax.metas) edits.push({ ...meta, text: `__pages_${meta.name}` });
  }
  const { isCommonJs, members } = syntax;
  const body = edited(code, edits);
  // In one line, so that the places in stack traces stay true.
  return prelude(id, syntax, required, chunkDir) + body + (isCommonJs ? epilogue(members) : "");
}

/** The module to import in place of the one that is named; `undefined` leaves it as it is. */
async function targetOf(
  context: Context,
  reference: Reference,
  importer: string,
): Promise<string | undefined> {
  const { name, kind, takesDefault } = reference;
  if (isBuiltin(name)) return undefined;
  const shim = findShim(name, dirname(importer));
  if (shim !== undefined) return shimId(shim);
  const resolved = await context.resolve(name, importer, { skipSelf: true });
  if (resolved === null) {
    // Vite would only notice when the module runs, and name no place.
    if (kind === "import" && !URL_LIKE.test(name)) {
      context.error(missingImport(name, dirname(importer), []), reference.start);
    }
    return undefined;
  }
  const isPackage = Boolean(resolved.external) || resolved.id.includes("/node_modules/");
  // Node's own `require` loads packages; the project's files need Vite.
  if (kind === "require") return isPackage ? undefined : resolved.id;
  return isPackage && takesDefault ? interopId(importer, name) : undefined;
}

function edited(code: string, edits: readonly Edit[]): string {
  let output = code;
  for (const { start, end, text } of edits.toSorted((a, b) => b.start - a.start)) {
    output = output.slice(0, start) + text + output.slice(end);
  }
  return output;
}

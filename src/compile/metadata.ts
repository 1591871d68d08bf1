import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import type { OnLoadResult } from "esbuild";
import type { TsConfig } from "../project/tsconfig.ts";

/** As much of the package `typescript`, before version 7, as is used here. */
interface TypeScript {
  readonly sys: object;
  readonly ScriptTarget: { readonly ES2022: number; readonly ESNext: number };
  readonly ModuleKind: { readonly ESNext: number };
  readonly JsxEmit: { readonly Preserve: number };
  readConfigFile(file: string, read: (file: string) => string): { config?: unknown };
  parseJsonConfigFileContent(config: unknown, host: object, dir: string): { options: TypeScriptOptions };
  transpileModule(
    text: string,
    options: { fileName: string; compilerOptions: TypeScriptOptions; reportDiagnostics: boolean },
  ): { outputText: string; diagnostics?: readonly unknown[] };
}
type TypeScriptOptions = Record<string, unknown> & { target?: number; useDefineForClassFields?: boolean };

/** What a text with decorators has, and few others. */
const DECORATOR = /(?:^|[(,]|[{};]\s|\*\/|\bexport(?: default)?\s)\s*@\w/m;

/**
 * `emitDecoratorMetadata` records the types of decorated members, which esbuild does not know: where tsconfig
 * asks for it, the project's own TypeScript compiles the files with decorators first. Undefined where it does not.
 */
export function decoratorMetadata(
  dir: string,
  config: TsConfig,
): ((path: string, text: string) => OnLoadResult | undefined) | undefined {
  if (config.options?.["emitDecoratorMetadata"] !== true) return undefined;
  let typescript: TypeScript | undefined;
  let options: TypeScriptOptions | undefined;
  return (path, text) => {
    if (!TYPESCRIPT.test(path) || !DECORATOR.test(text)) return undefined;
    typescript ??= findTypeScript(dir);
    if (typescript === undefined) return { errors: [{ text: MISSING }] };
    options ??= compilerOptions(typescript, config.files[0]!);
    const { outputText, diagnostics = [] } = typescript.transpileModule(text, {
      fileName: basename(path),
      compilerOptions: options,
      reportDiagnostics: true,
    });
    // esbuild reports the mistake, at its place in the source.
    return diagnostics.length > 0 ? undefined : { contents: outputText, loader: "jsx" };
  };
}

const TYPESCRIPT = /\.[cm]?tsx?$/;
const MISSING =
  'tsconfig.json sets "emitDecoratorMetadata", which takes TypeScript 5 or 6. Run: npm install -D typescript@5';

function findTypeScript(dir: string): TypeScript | undefined {
  try {
    const found = createRequire(join(dir, "_"))("typescript") as Partial<TypeScript>;
    return typeof found.transpileModule === "function" ? (found as TypeScript) : undefined;
  } catch {
    return undefined;
  }
}

function compilerOptions(typescript: TypeScript, file: string): TypeScriptOptions {
  const { ScriptTarget, ModuleKind, JsxEmit, sys } = typescript;
  const { config } = typescript.readConfigFile(file, (path) => readFileSync(path, "utf8"));
  const host = { ...sys, readDirectory: () => [] };
  const { options } = typescript.parseJsonConfigFileContent(config, host, dirname(file));
  return {
    ...options,
    useDefineForClassFields: options.useDefineForClassFields ?? (options.target ?? 0) >= ScriptTarget.ES2022,
    target: ScriptTarget.ESNext,
    module: ModuleKind.ESNext,
    jsx: JsxEmit.Preserve,
    inlineSourceMap: true,
    sourceMap: false,
    inlineSources: false,
    importHelpers: false,
    declaration: false,
    noEmit: false,
  };
}

import { join } from "node:path";
import type { TsConfig } from "../project/tsconfig.ts";
import type { Folders } from "./folders.ts";
import type { OutputNames } from "./output-names.ts";
import type { PackageNames } from "./package-names.ts";
import type { CompileSettings } from "./settings.ts";
import type { Format } from "./source.ts";

/** What the compilation of a source knows of the tree. */
export interface Links {
  readonly dir: string;
  readonly outDir: string;
  readonly names: OutputNames;
  readonly folders: Folders;
  readonly settings: CompileSettings;
  readonly config: TsConfig;
  /** What packages export. */
  readonly packageNames: PackageNames;
  /** What a source is known to be; files not seen yet count as ES modules until they are compiled. */
  formatOf(file: string): Format;
  /** Whether the `config` is the one of a source. */
  isOwn(file: string): boolean;
  /** Whether a source is to be CommonJS, although it is written as an ES module. */
  isScript(file: string): boolean;
}

/** Where the module of a source will be, as far as that is known before its hash is. */
export function outputOf(file: string, format: Format, { outDir, names }: Links): string {
  return join(outDir, names.placeholder(file, format));
}

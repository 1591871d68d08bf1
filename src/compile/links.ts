import { join } from "node:path";
import type { Folders } from "./folders.ts";
import type { OutputNames } from "./output.ts";
import type { CompileSettings } from "./settings.ts";
import type { Format } from "./source.ts";

/** What the compilation of a source knows of the tree, and what it reports. */
export interface Links {
  readonly dir: string;
  readonly outDir: string;
  readonly names: OutputNames;
  readonly folders: Folders;
  readonly settings: CompileSettings;
  /** What a source is known to be; files not seen yet count as ES modules until they are compiled. */
  formatOf(file: string): Format;
  /** Called for each import of one source by another. */
  link(importer: string, file: string, format: Format): void;
  /** Called for each import of a package's file. */
  package(importer: string, file: string): void;
  /** Called with the path that an import stands for, with or without an extension. */
  look(importer: string, path: string): void;
}

/** Where the module of a source will be, as far as that is known before its hash is. */
export function outputOf(file: string, format: Format, { outDir, names }: Links): string {
  return join(outDir, names.placeholder(file, format));
}

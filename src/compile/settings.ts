/** How the modules of a project are compiled, beyond its tsconfig.json. */
export interface CompileSettings {
  /** The tsconfig.json (absolute) to read in place of the usual one. */
  readonly tsconfig?: string | undefined;
  /** Names of packages whose JavaScript is compiled too, as a source is. */
  readonly transpile?: readonly string[] | undefined;
  /** The file (absolute, of this package) that is taken for an import of this name; `undefined` for the import itself. */
  readonly standIn?: ((specifier: string, fromDir: string) => string | undefined) | undefined;
  /** Expressions that are replaced by others, as esbuild's `define`. */
  readonly define?: Readonly<Record<string, string>> | undefined;
  /** The same for one source (absolute), over what is defined for all. */
  readonly defineFor?: ((file: string) => Promise<Readonly<Record<string, string>> | undefined>) | undefined;
  /** Whether a source (absolute) is not a program: its module exports its bytes as text, `base64`. */
  readonly isData?: ((file: string) => boolean) | undefined;
}

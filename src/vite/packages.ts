import { isBuiltin } from "node:module";
import { dirname, extname } from "node:path";
import { fileURLToPath } from "node:url";
import { formatOfPackage } from "../compile/lookup.ts";
import { isPackageFile } from "../compile/package-file.ts";
import { FUNCTIONS, PackageNames } from "../compile/package-names.ts";
import { openResolver, type Resolver } from "../compile/resolver.ts";
import { RouteError } from "../error.ts";
import { isShim, frameworkModules, standInFile } from "../stand-ins/index.ts";

const self = fileURLToPath(import.meta.url);

/** The module of the rule for CommonJS, which the compiler has too. */
export const INTEROP_FILE = fileURLToPath(new URL(`../compile/interop${extname(self)}`, import.meta.url));

/** What an import of a package is to be in the place of. */
export type PackageImport =
  /** Node imports it as it is. */
  | {
      readonly kind: "node";
      /** Of what is known to be an ES module: its file, or the name of a builtin module. */
      readonly path?: string;
    }
  /** Vite is to load the file: Node loads no JSON, TypeScript or module for bundlers of a package. */
  | { readonly kind: "file"; readonly file: string }
  /** CommonJS: the module has its namespace as default export. */
  | { readonly kind: "commonjs"; readonly id: string };

const FOLDER = ".pages-api/";

/** Whether a module of Vite stands for no file of the project. */
export function isOwnModule(id: string): boolean {
  return id.includes(FOLDER) || id === INTEROP_FILE;
}

interface Interop {
  readonly name: string;
  readonly importer: string;
  /** `undefined` for a builtin module. */
  readonly file: string | undefined;
  /** Whether the file is one of this package, which stands in for a module of a framework. */
  readonly isStandIn?: true;
}

/** The packages that routes import. */
export class Packages {
  readonly #dir: string;
  readonly #isBuild: boolean;
  readonly #interops = new Map<string, Interop>();
  readonly #files = new Map<string, string>();
  /** What ES modules of packages export. */
  readonly names = new PackageNames();
  #resolver: Promise<Resolver> | undefined;
  #pending = 0;

  /**
   * @param dir the project, absolute
   * @param isBuild whether modules are to run in another place
   */
  constructor(dir: string, isBuild: boolean) {
    this.#dir = dir;
    this.#isBuild = isBuild;
  }

  /** What an import of a package, or of a builtin module, needs. */
  async find(name: string, importer: string, isWhole: boolean): Promise<PackageImport> {
    if (isBuiltin(name)) {
      const isFunction = isWhole && FUNCTIONS.has(name.replace("node:", ""));
      return isFunction ? this.#commonjs({ name, importer, file: undefined }) : { kind: "node", path: name };
    }
    const file = await this.#fileOf(name, importer);
    if (file === undefined) return { kind: "node" };
    // What is linked from elsewhere is left to Node, or Vite has taken it for a part of the project.
    if (!file.includes("/node_modules/")) return { kind: "node" };
    if (file.endsWith(".json") || !isPackageFile(file, this.#dir)) return { kind: "file", file };
    return formatOfPackage(file) === "esm"
      ? { kind: "node", path: file }
      : this.#commonjs({ name, importer, file });
  }

  async #fileOf(name: string, importer: string): Promise<string | undefined> {
    const key = `${dirname(importer)}\0${name}`;
    const known = this.#files.get(key);
    if (known !== undefined) return known;
    // The compiler's process is not kept: it complains when it ends with an open question.
    this.#pending += 1;
    this.#resolver ??= openResolver(this.#dir);
    const resolver = this.#resolver;
    try {
      const file = await (await resolver).find(name, importer);
      if (file !== undefined) this.#files.set(key, file);
      return file;
    } finally {
      this.#pending -= 1;
      if (this.#pending === 0 && this.#resolver === resolver) {
        this.#resolver = undefined;
        await (await resolver).close();
      }
    }
  }

  /** What an import of a framework's module needs, for which a file of this package stands in. */
  standIn(file: string, name: string, importer: string): PackageImport {
    return this.#commonjs({ name, importer, file, isStandIn: true });
  }

  /** The module beside a source in which a package becomes its namespace. */
  #commonjs(interop: Interop): PackageImport {
    const id = `${interop.importer}${FOLDER}${interop.name.replaceAll(/[^\w.@-]/g, "+")}.js`;
    this.#interops.set(id, interop);
    return { kind: "commonjs", id };
  }

  /** The name in such a module, and the source that has imported it. */
  interop(id: string | undefined): Interop | undefined {
    return id === undefined ? undefined : this.#interops.get(id);
  }

  /** The text of such a module. */
  source(id: string): string | undefined {
    const interop = this.#interops.get(id);
    if (interop === undefined) return undefined;
    const { name, file = name } = interop;
    if (interop.isStandIn === true) {
      // One whose exports depend on what is asked for gives an object for them.
      return `import * as given from ${JSON.stringify(file)}; export default given.moduleExports ?? given;`;
    }
    const head = `import { namespaceOf } from ${JSON.stringify(INTEROP_FILE)};`;
    if (!this.#isBuild) {
      return `${head}
        import { createRequire } from "node:module";
        export default namespaceOf(createRequire(${JSON.stringify(interop.importer)})(${JSON.stringify(file)}));`;
    }
    return `${head}
      import * as all from ${JSON.stringify(name)};
      export default namespaceOf("module.exports" in all ? all["module.exports"] : all.default);`;
  }
}

const EMPTY = "\0pages-api:empty";

/** The module to take for one of Next's, where Next is not installed. */
export function shimId(shim: string): string | undefined {
  if (!isShim(shim)) return shim === EMPTY ? EMPTY : undefined;
  const name = shim.slice(shim.indexOf(":") + 1);
  const file = standInFile(name);
  if (file !== undefined) return file;
  const { support = "none", advice = "" } = frameworkModules[name] ?? {};
  if (support === "types" || support === "empty") return EMPTY;
  throw new RouteError("ROUTE_COMPILE", `"${name}" cannot be used in an API route here. ${advice}`);
}

export function shimSource(id: string): string | undefined {
  return id === EMPTY ? "export default {};" : undefined;
}

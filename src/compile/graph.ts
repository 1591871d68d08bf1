import { digest, type Source, sourceName } from "./source.ts";

/** The sources that are compiled, and who imports whom. */
export class Graph {
  readonly #dir: string;
  readonly #sources = new Map<string, Source>();
  readonly #closures = new Map<string, readonly string[]>();
  readonly #hashes = new Map<string, string>();
  readonly #changed = new Set<string>();
  #salt = "";

  /** @param dir the project, from which sources are named */
  constructor(dir: string) {
    this.#dir = dir;
  }

  get(file: string): Source | undefined {
    return this.#sources.get(file);
  }

  sources(): Iterable<Source> {
    return this.#sources.values();
  }

  add(source: Source): void {
    this.#sources.set(source.file, source);
    this.#changed.add(source.file);
  }

  forget(file: string): void {
    this.#sources.delete(file);
    this.#changed.add(file);
  }

  clear(): void {
    for (const file of this.#sources.keys()) this.forget(file);
  }

  /** Who imports a file directly. */
  importersOf(file: string): string[] {
    return [...this.#sources.values()]
      .filter(({ imports }) => imports.has(file))
      .map((source) => source.file);
  }

  /** What there is to compile: files not there yet, and those whose code takes an import for the wrong format. */
  missing(files: readonly string[]): string[] {
    const missing = new Set<string>();
    const seen = new Set<string>();
    const queue = [...files];
    for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
      if (seen.has(file)) continue;
      seen.add(file);
      const source = this.#sources.get(file);
      if (source === undefined) {
        missing.add(file);
        continue;
      }
      for (const [imported, format] of source.imports) {
        const actual = this.#sources.get(imported);
        if (actual !== undefined && !actual.error && actual.format !== format) missing.add(file);
        queue.push(imported);
      }
    }
    return [...missing];
  }

  /**
   * The ES modules in circles of imports in which one asks for another by `require`: Node refuses that of a module
   * that is being evaluated, while bundlers give what it has exported so far.
   */
  requiredCircles(): string[] {
    const found = new Set<string>();
    for (const { file, requires = [] } of this.#sources.values()) {
      for (const required of requires) {
        const below = this.closure(required);
        if (!below.includes(file)) continue;
        for (const member of below) if (this.closure(member).includes(required)) found.add(member);
      }
    }
    return [...found].filter((file) => this.#sources.get(file)?.format === "esm");
  }

  /** Lets go of what no route needs any more. */
  keepOnly(files: readonly string[]): void {
    this.#dropStaleClosures();
    const needed = new Set(files.flatMap((file) => this.closure(file)));
    for (const file of this.#sources.keys()) if (!needed.has(file)) this.#sources.delete(file);
  }

  /** The file and everything it imports, near or far. */
  closure(file: string): readonly string[] {
    const known = this.#closures.get(file);
    if (known) return known;
    const found = new Set([file]);
    for (const member of found) {
      for (const imported of this.#sources.get(member)?.imports.keys() ?? []) found.add(imported);
    }
    const closure = [...found];
    this.#closures.set(file, closure);
    return closure;
  }

  /**
   * A hash for each source that can run: of its code and the code of all that it imports, so that a change
   * gives a new name to the module and to all that import it, in circles too, and to nothing else. Another salt
   * gives new names to all.
   */
  hashes(salt: string): Map<string, string> {
    this.#dropStaleClosures();
    if (salt !== this.#salt) this.#hashes.clear();
    this.#salt = salt;
    const own = new Map<string, string>();
    const hashes = new Map<string, string>();
    for (const { file, error } of this.#sources.values()) {
      const closure = this.closure(file);
      if (error || closure.some((member) => this.#sources.get(member)?.error)) continue;
      let hash = this.#hashes.get(file);
      if (hash === undefined) {
        const parts = closure.map((member) => {
          const part = own.get(member) ?? this.#ownHash(member);
          own.set(member, part);
          return part;
        });
        hash = digest(salt, sourceName(this.#dir, file), ...parts.toSorted());
        this.#hashes.set(file, hash);
      }
      hashes.set(file, hash);
    }
    return hashes;
  }

  #ownHash(file: string): string {
    const source = this.#sources.get(file);
    // The lines of the source count, too: stack traces name them.
    return digest(sourceName(this.#dir, file), source?.format ?? "", source?.code ?? "", source?.map ?? "");
  }

  #dropStaleClosures(): void {
    if (this.#changed.size === 0) return;
    for (const [file, closure] of this.#closures) {
      if (!closure.some((member) => this.#changed.has(member))) continue;
      this.#closures.delete(file);
      this.#hashes.delete(file);
    }
    this.#changed.clear();
  }
}

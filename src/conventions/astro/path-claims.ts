import { RouteError } from "../../error.ts";
import type { AstroConfig } from "./config.ts";

/** Which file has the static answer of a path: the first of several. */
export class PathClaims {
  readonly #files = new Map<string, string>();
  readonly #conflict: AstroConfig["conflict"];
  readonly #warn: (message: string) => void;

  constructor(conflict: AstroConfig["conflict"], warn: (message: string) => void) {
    this.#conflict = conflict;
    this.#warn = warn;
  }

  /**
   * Takes a path for a file.
   *
   * @returns the file that has it already
   * @throws RouteError `ROUTE_CONFLICT` where the config wants that
   */
  take(path: string, file: string): string | undefined {
    const other = this.#files.get(path);
    if (other === undefined) {
      this.#files.set(path, file);
      return undefined;
    }
    const text = `${file}: the path ${path} is answered by ${other} already.`;
    if (this.#conflict === "error")
      throw new RouteError("ROUTE_CONFLICT", `PrerenderRouteConflict: ${text} Rename one.`, { file });
    if (this.#conflict === "warn" && other !== file) this.#warn(text);
    return other;
  }
}

import { existsSync } from "node:fs";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { join } from "node:path";
import type { Modules, Project, Route, Startup } from "../../convention.ts";
import { RouteError } from "../../error.ts";
import { mountPath } from "../../http/target.ts";
import { waitUntil } from "../../lifecycle/background.ts";
import { logError, type Logger } from "../../observe/logger.ts";
import { PAGE_EXTENSIONS } from "./page-extensions.ts";

/** The request that failed, as Next describes it to `onRequestError`. */
export interface FailedRequest {
  /** As the client sent it, with the query. */
  readonly path: string;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

/** What failed, as Next describes it to `onRequestError`. */
export interface FailedRoute {
  readonly routerKind: "Pages Router" | "App Router";
  /** The route's pattern, such as `/api/post/[pid]`. */
  readonly routePath: string;
  readonly routeType: "route";
  readonly revalidateReason: undefined;
}

/** `onRequestError` of `instrumentation.ts`. */
export type OnRequestError = (error: unknown, request: FailedRequest, context: FailedRoute) => unknown;

type StartupProject = Pick<Project, "dir" | "files" | "pageExtensions">;

/** How long `register` may take before the log says what the server waits for. */
const PATIENCE_MS = 10_000;

/**
 * Finds `instrumentation.ts` (or of another extension) of a project: beside the folder `pages`, as in Next, or else in
 * the other of the root and `src`.
 */
function findInstrumentation(
  { dir, files, pageExtensions = PAGE_EXTENSIONS }: StartupProject,
  routes: readonly string[],
): string | undefined {
  const exists = (file: string): boolean => files?.includes(file) ?? existsSync(join(dir, file));
  const folders = routes[0]?.startsWith("src/") === true ? ["src/", ""] : ["", "src/"];
  const names = [...new Set([...pageExtensions, "ts", "js"])].map(
    (extension) => `instrumentation.${extension}`,
  );
  return folders.flatMap((folder) => names.map((name) => folder + name)).find(exists);
}

/** A project's `instrumentation.ts`: `register` is called before its routes are loaded, `onRequestError` when one fails. */
export class Instrumentation implements Startup {
  readonly #dir: string;
  readonly #extensions: readonly string[] | undefined;
  readonly #logger: Logger;
  #version: string | undefined;
  #failure: { readonly error: unknown } | undefined;
  #onRequestError: OnRequestError | undefined;

  constructor({ dir, pageExtensions }: Pick<StartupProject, "dir" | "pageExtensions">, logger: Logger) {
    this.#dir = dir;
    this.#extensions = pageExtensions;
    this.#logger = logger;
  }

  find(
    routes: readonly string[],
    { files, pageExtensions = this.#extensions }: Pick<StartupProject, "files" | "pageExtensions"> = {},
  ): string | undefined {
    return findInstrumentation({ dir: this.#dir, files, pageExtensions }, routes);
  }

  /**
   * Activates the file: imports it, and calls and awaits its `register`. Once, and again where the file or what it
   * imports has changed.
   *
   * @throws RouteError for a file that does not load, and `INSTRUMENTATION` for a `register` that fails
   */
  async load(loaded: Modules, file: string | undefined): Promise<void> {
    const version = file === undefined ? undefined : `${file} ${loaded.version(join(this.#dir, file))}`;
    if (version !== this.#version) {
      this.#version = version;
      this.#failure = undefined;
      this.#onRequestError = undefined;
      try {
        if (file !== undefined) await this.#run(await loaded.import(join(this.#dir, file)), file);
      } catch (error) {
        this.#failure = { error };
      }
      // A loader may know the version of a file only when that has been imported.
      if (file !== undefined) this.#version = `${file} ${loaded.version(join(this.#dir, file))}`;
    }
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Calls `onRequestError` with the error of a route. The answer does not wait for it; a shutdown does. */
  readonly report = (error: unknown, req: IncomingMessage, route: Pick<Route, "pattern" | "file">): void => {
    const hook = this.#onRequestError;
    if (hook === undefined) return;
    const request = { path: mountPath(req) + req.url!, method: req.method!, headers: req.headers };
    const context = {
      routerKind: /^(?:src\/)?app\//.test(route.file) ? "App Router" : "Pages Router",
      routePath: route.pattern,
      routeType: "route",
      revalidateReason: undefined,
    } as const;
    const call = async (): Promise<void> => {
      try {
        await hook(error, request, context);
      } catch (second) {
        logError(this.#logger, second);
      }
    };
    waitUntil(call());
  };

  async #run(module: unknown, file: string): Promise<void> {
    this.#onRequestError = functionOf(module, "onRequestError", file) as OnRequestError | undefined;
    const register = functionOf(module, "register", file);
    if (register === undefined) return;
    const timer = setTimeout(() => {
      const time = `${PATIENCE_MS / 1000} s`;
      this.#logger.warn(`register() of ${file} has not settled after ${time}; the server waits for it.`);
    }, PATIENCE_MS);
    try {
      await register();
    } catch (cause) {
      const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
      throw new RouteError("INSTRUMENTATION", `register() of ${file} failed. ${reason}`, { file, cause });
    } finally {
      clearTimeout(timer);
    }
  }
}

function functionOf(module: unknown, name: string, file: string): ((...args: any[]) => unknown) | undefined {
  const value = (module as Readonly<Record<string, unknown>>)[name];
  if (value === undefined) return undefined;
  if (typeof value === "function") return value as () => unknown;
  throw new RouteError("INSTRUMENTATION", `${file} exports \`${name}\`, which is not a function.`, { file });
}

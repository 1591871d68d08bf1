/** Names of the errors that this package makes; `docs/errors.md` lists the cure for each. */
export type ApiErrorCode =
  | "BAD_PATH"
  | "NOT_FOUND"
  | "INVALID_JSON"
  | "INVALID_BODY"
  | "BODY_TOO_LARGE"
  | "TIMEOUT";

export type RouteErrorCode =
  | "NO_PAGES"
  | "ROUTE_NAME"
  | "ROUTE_CONFLICT"
  | "ROUTE_COMPILE"
  | "ROUTE_IMPORT"
  | "ROUTE_EXPORT"
  | "ROUTE_CONFIG"
  | "CONVENTION"
  | "NEXT_CONFIG"
  | "MIDDLEWARE"
  | "FRAMEWORK_CONFIG"
  | "FILES"
  | "INSTRUMENTATION";

/**
 * A refusal that the client sees: `statusCode` and `message` become the status line and the body.
 * Only errors of this class choose their status; any other thrown value answers 500, as in Next, so that a
 * `statusCode` on an error of some library never reaches a client.
 */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly statusCode: number;
  readonly code: ApiErrorCode;

  constructor(statusCode: number, code: ApiErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    if (!(statusCode >= 400 && statusCode <= 599)) {
      throw new RangeError(`An ApiError has a status from 400 to 599, not ${statusCode}.`);
    }
    this.statusCode = statusCode;
    this.code = code;
  }
}

interface RouteErrorOptions extends ErrorOptions {
  file?: string | undefined;
  /** Of ROUTE_CONFIG: the setting, as a path from the export: `config.api.bodyParser.sizeLimit`. */
  key?: string | undefined;
  /** `file:line:column`, absolute; becomes the only frame of the stack. */
  place?: string | undefined;
  /** Where it is several mistakes in one: each of them. */
  errors?: readonly RouteError[] | undefined;
}

/** One error for each message, in the order in which they first come. */
export function distinct<E extends Error>(errors: readonly E[]): E[] {
  return [...new Map(errors.map((error) => [error.message, error])).values()];
}

/** A mistake in the route tree, for the developer: `file` is the first file to look at. */
export class RouteError extends Error {
  override readonly name = "RouteError";
  readonly code: RouteErrorCode;
  readonly file: string | undefined;
  readonly key: string | undefined;
  /** Several mistakes of one file, each with its own place. Absent where it is one. */
  declare readonly errors?: readonly RouteError[];

  constructor(code: RouteErrorCode, message: string, options: RouteErrorOptions = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.file = options.file;
    this.key = options.key;
    if (options.errors !== undefined) this.errors = options.errors;
    // Its own frames would only hide the place to look at.
    this.stack = `${this.name} [${code}]: ${message}${options.place ? `\n    at ${options.place}` : ""}`;
  }
}

/** Several mistakes as one error, of the code of the first; a single one as it is. */
export function together(errors: readonly RouteError[], place?: string): RouteError {
  const [first, second] = errors;
  if (second === undefined) return first!;
  const { code, file, key } = first!;
  return new RouteError(code, errors.map(({ message }) => message).join("\n"), { file, key, place, errors });
}

/** Collects what is wrong in a config, so that all of it is reported at once. */
export class Mistakes {
  readonly #errors: RouteError[] = [];

  /** The result of `read`; `fallback` where it throws a RouteError, which is kept. */
  attempt<T>(read: () => T, fallback: T): T {
    try {
      return read();
    } catch (error) {
      this.add(error);
      return fallback;
    }
  }

  /** Keeps a RouteError; throws anything else. */
  add(error: unknown): void {
    if (!(error instanceof RouteError)) throw error;
    this.#errors.push(...(error.errors ?? [error]));
  }

  /**
   * Throws what was kept, as one error.
   *
   * @param others reported with it, but not alone
   */
  throwAny(others: readonly RouteError[] = []): void {
    if (this.#errors.length > 0) throw together(distinct([...this.#errors, ...others]));
  }
}

/**
 * ` Did you mean "dev"?` for a name that is close to one of these, else nothing.
 *
 * @param length of the part that may be wrong. Default: all
 */
export function didYouMean(name: string, names: readonly string[], length?: number): string {
  const lower = name.toLowerCase();
  const [nearest] = names
    .map((each) => [each, distance(lower, each.toLowerCase())] as const)
    .filter(([each, steps]) => steps <= Math.max(1, Math.floor((length ?? each.length) / 3)))
    .toSorted(([, a], [, b]) => a - b);
  return nearest === undefined ? "" : ` Did you mean "${nearest[0]}"?`;
}

/** Letters to insert, remove, replace, or swap with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let steps = Math.min(last[column]! + 1, next[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) steps = Math.min(steps, before[column - 2]! + 1);
      next.push(steps);
    }
    before = last;
    last = next;
  }
  return last[b.length]!;
}

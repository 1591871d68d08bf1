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
  | "MIDDLEWARE"
  | "INSTRUMENTATION";

/**
 * A refusal that the client is told about: `statusCode` and `message` become the status line and the body.
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
  /** `file:line:column`, absolute; becomes the only frame of the stack. */
  place?: string | undefined;
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

  constructor(code: RouteErrorCode, message: string, options: RouteErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.file = options.file;
    // Its own frames would only hide the place to look at.
    this.stack = `${this.name} [${code}]: ${message}${options.place ? `\n    at ${options.place}` : ""}`;
  }
}

const REASONS: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  500: "Internal Server Error",
};

export interface StatusErrorOptions {
  cause?: unknown;
}

/** What a `StatusError` may take as its body: a JSON object; its `error` is the message. */
export interface StatusErrorBody {
  error?: string;
  [key: string]: any;
}

/**
 * Thrown by a route, it becomes an answer of this status.
 *
 * @param status - default 500
 * @param body - a text as it is, an object as JSON, an Error by its message. Default: the reason of the status
 */
export class StatusError extends Error {
  readonly status: number;
  readonly body: string;

  constructor(status = 500, body?: string | StatusErrorBody | Error, options?: StatusErrorOptions) {
    const given = typeof body === "object" && body !== null ? body : undefined;
    const cause: unknown = options?.cause ?? given?.cause;
    const text =
      given instanceof Error ? given.message : given === undefined ? (body as string) : given.error;
    super(text ?? REASONS[status] ?? "Unknown Error", cause ? { cause } : undefined);
    this.name = "StatusError";
    this.status = status;
    if (typeof body === "string") this.body = body;
    else this.body = json(given === undefined || given instanceof Error ? { error: this.message } : given);
  }
}

function json(value: object): string {
  return JSON.stringify(value, undefined, 2);
}

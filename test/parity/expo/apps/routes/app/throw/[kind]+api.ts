import { StatusError } from "expo-server";

class Coded extends Error {
  constructor(
    message: string,
    readonly status: unknown,
    readonly body?: unknown,
  ) {
    super(message);
  }
}

const KINDS: Record<string, () => unknown> = {
  response: () => new Response("thrown", { status: 418, headers: { "x-thrown": "yes" } }),
  "response-json": () => Response.json({ a: 1 }, { status: 403 }),
  "response-redirect": () => Response.redirect("http://elsewhere.test/x", 303),
  "status-400": () => new StatusError(400),
  "status-401": () => new StatusError(401),
  "status-403": () => new StatusError(403),
  "status-404": () => new StatusError(404),
  "status-418": () => new StatusError(418),
  "status-500": () => new StatusError(500),
  "status-none": () => new StatusError(),
  "status-text": () => new StatusError(400, "no good"),
  "status-empty": () => new StatusError(400, ""),
  "status-object": () => new StatusError(422, { error: "bad", field: "name" }),
  "status-object-no-error": () => new StatusError(422, { field: "name" } as never),
  "status-error": () => new StatusError(409, new Error("conflict")),
  "status-cause": () => new StatusError(400, "caused", { cause: new Error("why") }),
  duck: () => new Coded("duck message", 402),
  "duck-body": () => new Coded("duck message", 402, "its body"),
  "duck-object": () => new Coded("duck message", 402, { a: 1 }),
  "duck-string-status": () => new Coded("duck message", "402"),
};

export function GET(_request: Request, { kind }: { kind: string }): Response {
  throw KINDS[kind]?.() ?? new Response("unknown kind", { status: 404 });
}

export async function POST(_request: Request, { kind }: { kind: string }): Promise<Response> {
  await Promise.resolve();
  throw KINDS[kind]?.() ?? new Response("unknown kind", { status: 404 });
}

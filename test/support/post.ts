import { expect } from "vitest";
import type { Options, RouteModule } from "../../src/index.ts";
import type { Host } from "./hosts.ts";
import { type Asked, ask } from "./wire.ts";

export const FORM_TYPE = "application/x-www-form-urlencoded";

export type Api = NonNullable<NonNullable<RouteModule["config"]>["api"]>;
type Handler = RouteModule["default"];
type Sent = Asked["body"];

/** Answers with `req.body` as JSON. */
export const echoBody: Handler = (req, res) => res.json(req.body);

/** The `config.api` of a route with this limit; `undefined` is a route that says nothing. */
export function limited(sizeLimit: string | number | undefined): Api {
  return { bodyParser: sizeLimit === undefined ? {} : { sizeLimit } };
}

export function typed(type: string | undefined): Record<string, string> {
  return type === undefined ? {} : { "Content-Type": type };
}

/** What a posted body is parsed to, by way of JSON. */
export async function expectBody(
  host: Host,
  sent: Sent,
  type?: string,
  api: Api = {},
  options: Options = {},
): Promise<unknown> {
  const routes = { "/api/route": { default: echoBody, config: { api } } };
  const server = await host.start({ ...options, routes });
  const answer = await ask(server, "/api/route", { method: "POST", headers: typed(type), body: sent });
  expect(answer.status).toBe(200);
  return JSON.parse(answer.body);
}

/** Posts a body to a handler that looks at its request, and gives what it saw. */
export async function expectSeen<T>(
  host: Host,
  look: (req: Parameters<Handler>[0]) => T | Promise<T>,
  { sent = "sent", type, api = {} }: { sent?: Sent; type?: string; api?: Api } = {},
): Promise<T> {
  let seen: T | undefined;
  const page: Handler = async (req, res) => {
    seen = await look(req);
    res.end();
  };
  const server = await host.start({ routes: { "/api/route": { default: page, config: { api } } } });
  const answer = await ask(server, "/api/route", { method: "POST", headers: typed(type), body: sent });
  expect(answer.status).toBe(200);
  return seen as T;
}

/** Asserts that a body is refused with this message as status text and as body, and reaches no handler. */
export async function expectRefusal(
  host: Host,
  sent: Sent,
  [status, message]: readonly [status: number, message: string],
  { type, api = {} }: { type?: string | undefined; api?: Api } = {},
): Promise<void> {
  let calls = 0;
  const page: Handler = (_req, res) => {
    calls += 1;
    res.end();
  };
  const server = await host.start({ routes: { "/api/route": { default: page, config: { api } } } });
  const method = sent === undefined ? "GET" : "POST";
  const answer = await ask(server, "/api/route", { method, headers: typed(type), body: sent });
  expect(answer).toMatchObject({ status, statusText: message, body: message });
  expect(answer.headers).not.toHaveProperty("content-type");
  expect(calls).toBe(0);
}

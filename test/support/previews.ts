import type { Server } from "node:http";
import { type NextApiHandler, type ServerOptions } from "../../src/index.ts";
import { type Answer, get, PATH } from "./client.ts";
import { bare, type Host } from "./hosts.ts";

export const SECRET = "a secret for tests only";
export const BYPASS = "__prerender_bypass";
export const DATA = "__next_preview_data";
/** How a cookie of production ends, and how it is deleted. */
export const PRODUCTION = "HttpOnly; Secure; SameSite=None";
export const DELETED = "Expires=Thu, 01 Jan 1970 00:00:00 GMT";
export const CLEARED = [BYPASS, DATA].map((name) => `${name}=; Path=/; ${DELETED}; ${PRODUCTION}`);

/** What `tell` answers for a request that is in neither mode, and for one in draft mode. */
export const OFF = ["undefined", false, "undefined"];
export const DRAFT = ["true", {}, "true"];

/** Answers what the request says of both modes; `undefined` is no JSON. */
export const tell: NextApiHandler = (req, res) => {
  res.json([String(req.preview), req.previewData, String(req.draftMode)]);
};

/** Serves one route in production mode. */
export function serve(
  handler: NextApiHandler,
  options: ServerOptions = {},
  host: Host = bare,
): Promise<Server> {
  return host.start({ dev: false, previewSecret: SECRET, ...options, routes: { [PATH]: handler } });
}

/** Asks a route that does this to the response, and then ends it. */
export async function answerOf(
  act: (...handler: Parameters<NextApiHandler>) => unknown,
  options?: ServerOptions,
  host?: Host,
): Promise<Answer> {
  const handler: NextApiHandler = (req, res) => {
    act(req, res);
    res.end();
  };
  return get(await serve(handler, options, host));
}

/** The fields that set cookies, in order. */
export function setCookies({ headers }: Answer): readonly string[] {
  return headers["set-cookie"] ?? [];
}

/** A Cookie header that sends these cookies back. */
export function sendBack(answer: Answer): string {
  return setCookies(answer)
    .map((field) => field.split(";")[0])
    .join("; ");
}

/** What a route sees of a request with these cookies. */
export async function seen(server: Server, cookie: string): Promise<unknown> {
  const { text } = await get(server, { headers: { Cookie: cookie } });
  return JSON.parse(text);
}

/** Cookies of preview mode with this data, made by a server with this secret. */
export async function previewOf(data: object | string, previewSecret = SECRET): Promise<string> {
  return sendBack(await answerOf((_, res) => res.setPreviewData(data), { previewSecret }));
}

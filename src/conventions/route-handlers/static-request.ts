import { EventEmitter } from "node:events";
import type { Call } from "../../convention.ts";
import { waitUntil } from "../../lifecycle/background.ts";
import type { Keeping, Work } from "../../cache/work.ts";
import { useDynamic } from "../../cache/work.ts";
import { NextRequest } from "../../stand-ins/next/request.ts";

/** As Next's build has it: an answer that is made for all has no host. */
const ORIGIN = "http://localhost:3000";

const REQUEST_MEMBERS = new Set(
  ["headers cookies url body", "blob json text arrayBuffer formData bytes"].flatMap((names) =>
    names.split(" "),
  ),
);
const URL_MEMBERS = new Set(["search", "searchParams", "url", "href", "toJSON", "toString", "origin"]);

/**
 * The request of an answer that is kept: a GET of the path. With `force-static` it is without headers, cookies and query;
 * else to read what belongs to one request makes the route dynamic.
 */
export function staticRequest(path: string, work: Work & { readonly keeping: Keeping }): Request {
  const request = new NextRequest(`${ORIGIN}${path}`);
  return work.forceStatic ? request : tracked(request, work);
}

/**
 * A request as `force-static` shows it to a handler that runs for one client after all: in development, for a POST, with
 * `revalidate = 0`. It has its method and body, and no headers, cookies and query.
 */
export function emptied(request: Request, url: string): Request {
  const { origin } = new URL(request.url);
  const [path = "/"] = url.split(/[?#]/, 1);
  const { method, body, signal } = request;
  return new NextRequest(origin + path, { method, body, signal });
}

function tracked(request: NextRequest, work: Work): NextRequest {
  return new Proxy(request, {
    get(target, name) {
      if (REQUEST_MEMBERS.has(name as string)) useDynamic(work, `request.${String(name)}`);
      if (name === "nextUrl") return trackedUrl(target.nextUrl, work);
      if (name === "clone") return () => tracked(new NextRequest(target.clone()), work);
      // Members of a Request want the Request itself.
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? (value as () => unknown).bind(target) : value;
    },
  });
}

function trackedUrl<T extends NextRequest["nextUrl"]>(url: T, work: Work): T {
  return new Proxy(url, {
    get(target, name) {
      if (URL_MEMBERS.has(name as string)) useDynamic(work, `request.nextUrl.${String(name)}`);
      if (name === "clone") return () => trackedUrl(target.clone() as T, work);
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? (value as () => unknown).bind(target) : value;
    },
  });
}

/** A call that no client waits for. */
export function backgroundCall(params: Call["params"]): Call {
  const res = new EventEmitter();
  const req = { headers: {}, rawHeaders: [] };
  const fake = {
    req,
    res,
    params,
    url: "",
    asked: "",
    signal: new AbortController().signal,
    waitUntil,
    fail() {},
  };
  return fake as unknown as Call;
}

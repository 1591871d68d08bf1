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

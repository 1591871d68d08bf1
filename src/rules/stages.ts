import type { IncomingMessage, ServerResponse } from "node:http";
import { sentHeaders } from "../http/request.ts";
import { mountPath } from "../http/target.ts";
import { compileDestination } from "./destination.ts";
import { AskedRequest, namesOf, RuleList, type RuleSource } from "./list.ts";
import { formatPlace, localUrl } from "./location.ts";
import type { Forward } from "./proxy.ts";
import { compileText, type Fill } from "./text.ts";

export interface HeaderRule extends RuleSource {
  readonly headers: readonly { readonly key: string; readonly value: string }[];
}

export interface RedirectRule extends RuleSource {
  readonly destination: string;
  readonly statusCode: number;
}

export interface RewriteRule extends RuleSource {
  readonly destination: string;
}

/** Which paths rules compare: `of` makes one of what the client asks for, `back` what the routes are asked for. */
export interface View {
  of(url: string): string;
  back(url: string): string;
}

export interface RuleOptions {
  readonly sensitive?: boolean | undefined;
  readonly view: View;
}

type Verdict = undefined | "answered" | { readonly url: string };
type Run<V> = (req: IncomingMessage, res: ServerResponse, url: string, exists: (url: string) => boolean) => V;

/** What rules have set on a response, for a proxy to take back. */
const kHeaders = Symbol("headers of rules");

interface Ruled {
  [kHeaders]?: string[];
}

/** Compiles rules that set headers of responses. All that apply do; the last wins. */
export function compileHeaders(rules: readonly HeaderRule[], { sensitive, view }: RuleOptions): Run<void> {
  const list = new RuleList(
    rules.map((rule) => ({ ...rule, value: compileFields(rule) })),
    { sensitive },
  );
  return (req, res, url) => {
    let found: Map<string, string | string[]> | undefined;
    list.first(new AskedRequest(sentHeaders(req), view.of(url)), (fields, params) => {
      found ??= new Map();
      for (const { key, value } of fields) add(found, key(params), value(params));
      return undefined;
    });
    if (found === undefined) return;
    for (const [name, value] of found) res.setHeader(name, value);
    (res as Ruled)[kHeaders] = [...found.keys()];
  };
}

/** Compiles rules that send clients elsewhere. The first that applies does. */
export function compileRedirects(
  rules: readonly RedirectRule[],
  { sensitive, view }: RuleOptions,
): Run<Verdict> {
  const list = new RuleList(
    rules.map((rule) => {
      const to = compileDestination(rule.destination, { names: namesOf(rule), appendParams: false });
      return { ...rule, value: { to, status: rule.statusCode } };
    }),
    { sensitive },
  );
  return (req, res, url) => {
    const asked = new AskedRequest(sentHeaders(req), view.of(url));
    return list.first(asked, ({ to, status }, params) => {
      const place = to(params, asked.query);
      const location = (place.origin === undefined ? mountPath(req) : "") + formatPlace(place, asked.query);
      res.writeHead(status, {
        Location: location,
        ...(status === 308 && { Refresh: `0;url=${location}` }),
        "Content-Length": Buffer.byteLength(location),
      });
      res.end(location);
      return "answered";
    });
  };
}

export interface RewriteOptions extends RuleOptions {
  /** Go on to the next rule also where what a rule has rewritten to exists: rewrites before files. */
  readonly chained: boolean;
  readonly forward: Forward;
}

/** Compiles rules that have other paths matched, of this server or another. */
export function compileRewrites(
  rules: readonly RewriteRule[],
  { sensitive, view, chained, forward }: RewriteOptions,
): Run<Verdict | Promise<Verdict>> {
  const list = new RuleList(
    rules.map((rule, index) => {
      const to = compileDestination(rule.destination, { names: namesOf(rule), appendParams: true });
      return { ...rule, value: { to, index } };
    }),
    { sensitive },
  );
  return (req, res, url, exists) => {
    let current: string | undefined;
    let from = 0;
    for (;;) {
      const asked: AskedRequest = new AskedRequest(sentHeaders(req), view.of(current ?? url));
      const found = list.first(asked, ({ to, index }, params) =>
        index < from ? undefined : { index, place: to(params, asked.query) },
      );
      if (found === undefined) return current === undefined ? undefined : { url: current };
      if (found.place.origin !== undefined)
        return send(req, res, formatPlace(found.place, asked.query), forward);
      current = view.back(localUrl(found.place));
      if (!chained && exists(current)) return { url: current };
      from = found.index + 1;
    }
  };
}

async function send(
  req: IncomingMessage,
  res: ServerResponse,
  target: string,
  forward: Forward,
): Promise<"answered"> {
  for (const name of (res as Ruled)[kHeaders] ?? []) res.removeHeader(name);
  await forward(req, res, target);
  return "answered";
}

interface Field {
  readonly key: Fill;
  readonly value: Fill;
}

function compileFields(rule: HeaderRule): Field[] {
  const names = namesOf(rule);
  return rule.headers.map(({ key, value }) => ({
    key: compileText(key, names),
    value: compileText(value, names),
  }));
}

/** Of equal names the last counts; cookies are added to each other. */
function add(found: Map<string, string | string[]>, key: string, value: string): void {
  if (key.toLowerCase() !== "set-cookie") return void found.set(key, value);
  const before = found.get(key);
  found.set(key, before === undefined ? [value] : [before, value].flat());
}

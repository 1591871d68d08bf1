import type { IncomingMessage, ServerResponse } from "node:http";
import { sentHeaders } from "../http/incoming.ts";
import { mountPath } from "../http/target.ts";
import { compileDestination } from "./destination.ts";
import { AskedRequest, namesOf, RuleList, type RuleSource } from "./list.ts";
import { lineOf, type StageLine } from "./line.ts";
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
type Exists = (url: string) => boolean;

/** Rules that are compiled: what they do to a request, and what they would do. */
export interface RuleStage {
  run(req: IncomingMessage, res: ServerResponse, url: string, exists: Exists): Verdict | Promise<Verdict>;
  explain(
    req: IncomingMessage,
    url: string,
    exists: Exists,
  ): { readonly lines: readonly StageLine[]; readonly verdict: Verdict };
}

/** What rules have set on a response, for a proxy to take back. */
const kHeaders = Symbol("headers of rules");

interface Ruled {
  [kHeaders]?: string[];
}

/** Compiles rules that set headers of responses. All that apply do; the last wins. */
export function compileHeaders(rules: readonly HeaderRule[], { sensitive, view }: RuleOptions): RuleStage {
  const list = new RuleList(
    rules.map((rule) => ({ ...rule, value: { fields: compileFields(rule), rule } })),
    { sensitive },
  );
  const asked = (req: IncomingMessage, url: string) => new AskedRequest(sentHeaders(req), view.of(url));
  return {
    run(req, res, url) {
      let found: Map<string, string | string[]> | undefined;
      list.first(asked(req, url), ({ fields }, params) => {
        found ??= new Map();
        for (const { key, value } of fields) add(found, key(params), value(params));
        return undefined;
      });
      if (found === undefined) return undefined;
      for (const [name, value] of found) res.setHeader(name, value);
      (res as Ruled)[kHeaders] = [...found.keys()];
      return undefined;
    },
    explain(req, url) {
      const lines: StageLine[] = [];
      list.first(asked(req, url), ({ fields, rule }, params) => {
        const headers = fields.map(({ key, value }) => ({ key: key(params), value: value(params) }));
        lines.push(lineOf("header", { ...rule, headers }));
        return undefined;
      });
      return { lines, verdict: undefined };
    },
  };
}

/** Compiles rules that send clients elsewhere. The first that applies does. */
export function compileRedirects(
  rules: readonly RedirectRule[],
  { sensitive, view }: RuleOptions,
): RuleStage {
  const list = new RuleList(
    rules.map((rule) => {
      const to = compileDestination(rule.destination, { names: namesOf(rule), appendParams: false });
      return { ...rule, value: { to, rule } };
    }),
    { sensitive },
  );
  const find = (req: IncomingMessage, url: string) => {
    const asked = new AskedRequest(sentHeaders(req), view.of(url));
    return list.first(asked, ({ to, rule }, params) => {
      const place = to(params, asked.query);
      const location = (place.origin === undefined ? mountPath(req) : "") + formatPlace(place, asked.query);
      return { rule, location };
    });
  };
  return {
    run(req, res, url) {
      const found = find(req, url);
      if (found === undefined) return undefined;
      const { location } = found;
      const { statusCode } = found.rule;
      res.writeHead(statusCode, {
        Location: location,
        ...(statusCode === 308 && { Refresh: `0;url=${location}` }),
        "Content-Length": Buffer.byteLength(location),
      });
      res.end(location);
      return "answered";
    },
    explain(req, url) {
      const found = find(req, url);
      if (found === undefined) return { lines: [], verdict: undefined };
      const { rule, location } = found;
      return { lines: [lineOf("redirect", { ...rule, destination: location })], verdict: "answered" };
    },
  };
}

export interface RewriteOptions extends RuleOptions {
  /** Such as `rewrite before files`. */
  readonly kind: string;
  /** Go on to the next rule also where what a rule has rewritten to exists: rewrites before files. */
  readonly chained: boolean;
  readonly forward: Forward;
}

/** Compiles rules that have other paths matched, of this server or another. */
export function compileRewrites(
  rules: readonly RewriteRule[],
  { sensitive, view, kind, chained, forward }: RewriteOptions,
): RuleStage {
  const list = new RuleList(
    rules.map((rule, index) => {
      const to = compileDestination(rule.destination, { names: namesOf(rule), appendParams: true });
      return { ...rule, value: { to, index, rule } };
    }),
    { sensitive },
  );

  /** Where the rules lead to, one after the other: another server, a path of this one, or nowhere else. */
  function follow(
    req: IncomingMessage,
    url: string,
    exists: Exists,
    onRule?: (rule: RewriteRule, to: string) => void,
  ): { readonly target?: string; readonly url?: string } {
    let current: string | undefined;
    let from = 0;
    for (;;) {
      const asked: AskedRequest = new AskedRequest(sentHeaders(req), view.of(current ?? url));
      const found = list.first(asked, ({ to, index, rule }, params) =>
        index < from ? undefined : { index, rule, place: to(params, asked.query) },
      );
      if (found === undefined) return current === undefined ? {} : { url: current };
      if (found.place.origin !== undefined) {
        const target = formatPlace(found.place, asked.query);
        onRule?.(found.rule, target);
        return { target };
      }
      current = view.back(localUrl(found.place));
      onRule?.(found.rule, current);
      if (!chained && exists(current)) return { url: current };
      from = found.index + 1;
    }
  }

  return {
    run(req, res, url, exists) {
      const { target, url: to } = follow(req, url, exists);
      if (target !== undefined) return send(req, res, target, forward);
      return to === undefined ? undefined : { url: to };
    },
    explain(req, url, exists) {
      const lines: StageLine[] = [];
      const { target, url: to } = follow(req, url, exists, (rule, destination) =>
        lines.push(lineOf(kind, { ...rule, destination })),
      );
      if (target !== undefined) return { lines, verdict: "answered" };
      return { lines, verdict: to === undefined ? undefined : { url: to } };
    },
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

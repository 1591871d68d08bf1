import type { IncomingMessage } from "node:http";
import type { Params, Stage } from "../../convention.ts";
import { pathOf } from "../../http/target.ts";
import { BAD_PATH, type Route, Router } from "../../routing/router.ts";
import { sendResponse } from "../../web/response.ts";
import { withUpdates } from "./answer.ts";
import { compareRoutes, segmentsOf } from "./claim.ts";
import { scopeBefore } from "./scope.ts";
import type { PathRule } from "./settings.ts";

interface RuleRoute extends Route {
  readonly rule: PathRule;
  /** The path, or URL of another host, to go to. */
  readonly destination: string;
}

/** Answers requests whose path has moved: 302 or 301, and 307 or 308 where the method has to stay. */
export function redirectStage(rules: readonly PathRule[]): Stage | undefined {
  const find = finder(rules);
  return (
    find && {
      name: "redirects of the app config",
      run(req, res, url) {
        const found = find(req, url);
        if (found === undefined) return undefined;
        const { permanent = false } = found.rule;
        const isRead = req.method === "GET" || req.method === "HEAD";
        const status = isRead ? (permanent ? 301 : 302) : permanent ? 308 : 307;
        const response = new Response(null, { status, headers: { location: found.location } });
        const scope = scopeBefore(req);
        sendResponse(res, scope === undefined ? response : withUpdates(response, scope));
        return "answered";
      },
    }
  );
}

/** Matches the path of another one. */
export function rewriteStage(rules: readonly PathRule[]): Stage | undefined {
  const find = finder(rules);
  return (
    find && {
      name: "rewrites of the app config",
      run(req, _res, url) {
        const found = find(req, url);
        return found && { url: found.location };
      },
    }
  );
}

type Find = (req: IncomingMessage, url: string) => { rule: PathRule; location: string } | undefined;

function finder(rules: readonly PathRule[]): Find | undefined {
  if (rules.length === 0) return undefined;
  const routersOf = new Map<string, Router<RuleRoute>>();
  const routes = rules.map(routeOf);
  return (req, url) => {
    const method = req.method!;
    let router = routersOf.get(method);
    if (router === undefined) {
      const own = routes.filter(({ rule }) => rule.methods === undefined || rule.methods.includes(method));
      routersOf.set(method, (router = new Router(own)));
    }
    const path = pathOf(url);
    const match = router.find(path);
    if (match === undefined || match === BAD_PATH) return undefined;
    const { rule, destination } = match.route;
    return { rule, location: locate(destination, match.params, url.slice(path.length + 1)) };
  };
}

function routeOf(rule: PathRule): RuleRoute {
  const { source } = rule;
  // Expo tries the rules in the reverse order of its routes.
  const matching = { order: (a: Route, b: Route) => compareRoutes(b, a) };
  const destination = isExternal(rule.destination) ? rule.destination : withoutGroups(rule.destination);
  return { pattern: source, segments: segmentsOf(source), file: source, matching, rule, destination };
}

/** A path without its groups. */
function withoutGroups(destination: string): string {
  const texts = destination.replace(/\/index$/, "").split("/");
  return `/${texts.filter((text) => text !== "" && !/^\(.*\)$/.test(text)).join("/")}`;
}

function isExternal(destination: string): boolean {
  return /^https?:\/\//i.test(destination);
}

/** Puts params into a destination; those that it does not name, and the query, become its query. */
function locate(destination: string, params: Params, query: string): string {
  const rest = { ...params } as Record<string, string | undefined>;
  const external = isExternal(destination);
  const texts = destination.split("/").map((text) => {
    const [, dots, name] = /^\[(\.\.\.)?([^[\]]+)\]$/.exec(text) ?? [];
    if (name === undefined) return text;
    const value = rest[name];
    delete rest[name];
    if (value === undefined) return text;
    const taken = dots === undefined ? value.split("/", 1)[0]! : value;
    return external ? taken : taken.replace(/^\/+/, "");
  });
  const url = new URL(texts.join("/"), "http://localhost");
  for (const [name, value] of Object.entries(rest)) {
    if (value !== undefined) url.searchParams.append(name, value);
  }
  const own = new Set(url.searchParams.keys());
  for (const [name, value] of new URLSearchParams(query)) {
    if (!own.has(name)) url.searchParams.append(name, value);
  }
  // A param never becomes another host.
  return external ? url.href : url.pathname.replace(/^\/+/, "/") + url.search;
}

import type { IncomingMessage } from "node:http";
import { sentHeaders } from "../http/incoming.ts";
import { mountPath, pathOf } from "../http/target.ts";
import { compileDestination } from "./destination.ts";
import { lineOf } from "./line.ts";
import { AskedRequest, namesOf, RuleList, type RuleSource } from "./list.ts";
import { formatPlace } from "./location.ts";
import type { RuleOptions, RuleStage } from "./stage.ts";

export interface RedirectRule extends RuleSource {
  readonly destination: string;
  readonly statusCode: number;
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
  const find = (req: IncomingMessage, given: string) => {
    const url = view.of(given, req);
    if (list.matching(pathOf(url)).length === 0) return undefined;
    const asked = new AskedRequest(sentHeaders(req), url);
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

import type { IncomingMessage, ServerResponse } from "node:http";
import { sentHeaders } from "../http/incoming.ts";
import { noteLists } from "../http/query.ts";
import { pathOf } from "../http/target.ts";
import { compileDestination, type Destination } from "./destination.ts";
import { takeBack } from "./headers.ts";
import { lineOf, type StageLine } from "./line.ts";
import { AskedRequest, namesOf, RuleList, type RuleSource } from "./list.ts";
import { formatPlace, localUrl } from "./location.ts";
import type { Forward } from "./forward.ts";
import type { Exists, RuleOptions, RuleStage } from "./stage.ts";

export interface RewriteRule extends RuleSource {
  readonly destination: string;
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

  const follow = follower(list, { view, chained });
  return {
    run(req, res, url, exists) {
      if (list.matching(pathOf(view.of(url, req))).length === 0) return undefined;
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

interface Rewrite {
  readonly to: Destination;
  readonly index: number;
  readonly rule: RewriteRule;
}

/** Finds where the rules lead to, one after the other: another server, a path of this one, or nowhere else. */
function follower(list: RuleList<Rewrite>, { view, chained }: Pick<RewriteOptions, "view" | "chained">) {
  return (
    req: IncomingMessage,
    url: string,
    exists: Exists,
    onRule?: (rule: RewriteRule, to: string) => void,
  ): { readonly target?: string; readonly url?: string } => {
    let current: string | undefined;
    let from = 0;
    for (;;) {
      const asked: AskedRequest = new AskedRequest(sentHeaders(req), view.of(current ?? url, req));
      const found = list.first(asked, ({ to, index, rule }, params) =>
        index < from ? undefined : { index, rule, place: to(params, asked.query) },
      );
      if (found === undefined) return current === undefined ? {} : { url: current };
      if (found.place.origin !== undefined) {
        const target = formatPlace(found.place, asked.query);
        onRule?.(found.rule, target);
        return { target };
      }
      current = view.back(localUrl(found.place), req);
      noteLists(req, found.place.query);
      onRule?.(found.rule, current);
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
  takeBack(res);
  await forward(req, res, target);
  return "answered";
}

import type { ServerResponse } from "node:http";
import { GivenHeaders } from "../http/given.ts";
import { isSetCookie } from "../http/header.ts";
import { sentHeaders } from "../http/incoming.ts";
import { giveHeaders } from "../http/outgoing.ts";
import { pathOf } from "../http/target.ts";
import { lineOf, type StageLine } from "./line.ts";
import { AskedRequest, type Matched, namesOf, RuleList, type RuleSource } from "./list.ts";
import { memoByPath } from "./memo.ts";
import type { PatternParams } from "./pattern.ts";
import type { RuleOptions, RuleStage } from "./stage.ts";
import { compileText, type Fill } from "./text.ts";

export interface HeaderRule extends RuleSource {
  readonly headers: readonly { readonly key: string; readonly value: string }[];
}

/** What rules have given a response, for a proxy to take back. */
const kHeaders = Symbol("headers of rules");

interface Ruled {
  [kHeaders]?: GivenHeaders;
}

/** Compiles rules that set headers of responses. All that apply do; the last wins. */
export function compileHeaders(rules: readonly HeaderRule[], { sensitive, view }: RuleOptions): RuleStage {
  const list = new RuleList(
    rules.map((rule) => ({ ...rule, value: { fields: compileFields(rule), rule } })),
    { sensitive },
  );
  const ofPath = memoByPath((path) => headersOf(list.matching(path)));

  function collect(asked: AskedRequest): GivenHeaders | undefined {
    const found = new Map<string, string | string[]>();
    list.first(asked, ({ fields }, params) => addAll(found, fields, params));
    return found.size === 0 ? undefined : new GivenHeaders(found);
  }

  return {
    run(req, res, url) {
      const asked = view.of(url, req);
      const known = ofPath(pathOf(asked));
      const given = known === "asks" ? collect(new AskedRequest(sentHeaders(req), asked)) : known;
      if (given === undefined || given === "none") return undefined;
      giveHeaders(res, given);
      (res as Ruled)[kHeaders] = given;
      return undefined;
    },
    explain(req, url) {
      const lines: StageLine[] = [];
      list.first(new AskedRequest(sentHeaders(req), view.of(url, req)), ({ fields, rule }, params) => {
        const headers = fields.map(({ key, value }) => ({ key: key(params), value: value(params) }));
        lines.push(lineOf("header", { ...rule, headers }));
        return undefined;
      });
      return { lines, verdict: undefined };
    },
  };
}

/** Takes the headers of rules off a response. */
export function takeBack(res: ServerResponse): void {
  for (const [name] of (res as Ruled)[kHeaders]?.fields ?? []) res.removeHeader(name);
}

/** All headers of a path, where they depend on nothing else of a request; else that it has to be asked. */
function headersOf(matching: readonly Matched<{ readonly fields: readonly Field[] }>[]) {
  if (matching.length === 0) return "none";
  const found = new Map<string, string | string[]>();
  for (const { entry, params } of matching) {
    if (entry.conditions !== undefined) return "asks";
    try {
      addAll(found, entry.value.fields, params);
    } catch {
      // The request gets the error.
      return "asks";
    }
  }
  return new GivenHeaders(found);
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

function addAll(
  found: Map<string, string | string[]>,
  fields: readonly Field[],
  params: PatternParams,
): undefined {
  for (const { key, value } of fields) add(found, key(params), value(params));
}

/** Of equal names the last counts; cookies are added to each other. */
function add(found: Map<string, string | string[]>, key: string, value: string): void {
  if (!isSetCookie(key)) return void found.set(key, value);
  const before = found.get(key);
  found.set(key, before === undefined ? [value] : [before, value].flat());
}

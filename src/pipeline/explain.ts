import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { Stage, StageLine, Surroundings } from "../convention.ts";
import { parseTarget } from "../http/target.ts";
import { BAD_PATH, type Route, type Router } from "../routing/router.ts";
import type { Params } from "../routing/trie.ts";
import { ANSWERED, Finder, withQueryOf } from "./stages.ts";

/** A request that is not sent. */
export interface Question {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** By name, in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What happens to a request, up to the route that answers it. */
export interface Explanation<R> {
  readonly lines: readonly StageLine[];
  readonly found?: { readonly route: R; readonly params: Params } | undefined;
  /** Whether a redirect or another server answers, or the middleware may. */
  readonly answered: boolean;
}

const NOTHING: Surroundings = { before: [], afterFiles: [], fallback: [] };

/** Goes the way of a request without sending it: no line of the project runs. */
export async function explain<R extends Route>(
  router: Router<R>,
  surroundings: Surroundings | undefined,
  { method, url, headers }: Question,
): Promise<Explanation<R>> {
  const around = surroundings ?? NOTHING;
  const { target = parseTarget, before, afterFiles, fallback } = around;
  const { path, redirect, status = 308 } = target(url, method);
  if (redirect !== undefined) {
    const line = { kind: "path", source: "", does: `${status} ${redirect}`, when: [] };
    return { lines: [line], answered: true };
  }
  const plain = withQueryOf(path, url);
  const lines: StageLine[] = [{ kind: "path", source: "", does: plain, when: [] }];
  const req = Object.assign(new IncomingMessage(new Socket()), { method, url, headers: { ...headers } });
  const watched = (stages: readonly Stage[]): Stage[] => stages.map((stage) => explaining(stage, lines));
  const finder = new Finder(router, {
    ...around,
    before: watched(before),
    afterFiles: watched(afterFiles),
    fallback: watched(fallback),
  });
  const found = await finder.find(req, new ServerResponse(req), plain);
  if (found === ANSWERED) return { lines, answered: true };
  if (found.match === BAD_PATH) {
    lines.push({
      kind: "route",
      source: "",
      does: "400: a param has a malformed percent-encoding",
      when: [],
    });
    return { lines, answered: true };
  }
  return { lines, found: found.match, answered: false };
}

/** A stage that says what it would do, in place of doing it. */
function explaining(stage: Stage, lines: StageLine[]): Stage {
  const { name } = stage;
  const say = (does: string): void => void lines.push({ kind: name, source: "", does, when: [] });
  return {
    name,
    async run(req, _res, url, exists) {
      const explained = await stage.explain?.(req, url, exists);
      if (explained === undefined) say("may answer, or change what follows");
      else if (explained.lines.length === 0) say("none applies");
      else lines.push(...explained.lines);
      return explained?.verdict;
    },
  };
}

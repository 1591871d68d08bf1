import type { IncomingMessage, ServerResponse } from "node:http";
import type { StageLine } from "./line.ts";

/** Which paths rules compare: `of` makes one of what the client asks for, `back` what the routes are asked for. */
export interface View {
  of(url: string, req: IncomingMessage): string;
  back(url: string, req: IncomingMessage): string;
}

export interface RuleOptions {
  readonly sensitive?: boolean | undefined;
  readonly view: View;
}

type Verdict = undefined | "answered" | { readonly url: string };
export type Exists = (url: string) => boolean;

/** Rules that are compiled: what they do to a request, and what they would do. */
export interface RuleStage {
  run(req: IncomingMessage, res: ServerResponse, url: string, exists: Exists): Verdict | Promise<Verdict>;
  explain(
    req: IncomingMessage,
    url: string,
    exists: Exists,
  ): { readonly lines: readonly StageLine[]; readonly verdict: Verdict };
}

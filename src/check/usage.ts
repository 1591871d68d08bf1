import { readFileSync } from "node:fs";
import { join } from "node:path";
import { nextModules } from "../stand-ins/next/modules.ts";
import type { Finding } from "./finding.ts";
import { paramsOf } from "./handler.ts";
import { type Member, membersOf, partOf } from "./members.ts";
import type { NextImport, Surveyed } from "./survey.ts";
import { webRequestFinding } from "./web.ts";

const PREVIEW = new Set(["setPreviewData", "setDraftMode"]);
const REVALIDATE = new Set(["revalidate", "unstable_revalidate"]);

/** The rest of a call that asks for what has been built before. */
const ONLY_GENERATED = /^\((?:"(?:[^"\\]|\\.)*"|[^";])*?\bunstable_onlyGenerated: true\b/;

/** What to use instead of what only requests of the edge runtime and of middleware have. */
const REQUEST_MEMBERS: Readonly<Record<string, string>> = {
  nextUrl: "Read req.url and req.query.",
  geo: "Read the headers of the proxy in front, such as x-vercel-ip-country.",
  ip: "Read the header x-forwarded-for, or req.socket.remoteAddress.",
};

/** Names that handlers and their helpers give their params, with what must be read of one that may be anything. */
const REQUEST = { short: "req", long: "request", also: "headers|cookies|query|method|url|body|socket" };
const RESPONSE = {
  short: "res",
  long: "response",
  also: "status|json|send|end|redirect|setHeader|statusCode",
};

/** The properties that routes are looked through for. */
export const MEMBERS: readonly string[] = [...PREVIEW, ...REVALIDATE, ...Object.keys(REQUEST_MEMBERS)];

/** What a route, or a local file that it imports, does that is otherwise here than under Next. */
export function usageFindings(
  dir: string,
  file: string,
  { code, positions, nextImports }: Surveyed,
  inlinedEnv: readonly string[],
): Finding[] {
  const findings = [
    ...nextImports.flatMap((made) => importFinding(made)),
    ...webRequestFinding(dir, code, positions),
  ];
  const { request, response } = paramsOf(code);
  for (const member of membersOf(code, positions)) {
    const names = { dir, code, own: member.file === file, request, response };
    const finding =
      previewFinding(member, code) ??
      revalidateFinding(member, names) ??
      requestFinding(member, names) ??
      envFinding(member, inlinedEnv);
    if (finding) findings.push(finding);
  }
  return findings;
}

function importFinding({ module, ...spot }: NextImport): Finding[] {
  const { support, advice = "" } = nextModules[module] ?? {
    support: "none",
    advice: "It is internal to Next.",
  };
  if (support === "empty") return [];
  if (support === "full") {
    const message = `"${module}" is a small stand-in here where Next is not installed. Try what you use of it.`;
    return [{ ...spot, level: "attention", rule: "next-module", message }];
  }
  const message = `"${module}" does not work without Next. ${advice}`.trim();
  return [{ ...spot, level: "unsupported", rule: "next-module", message }];
}

interface Names {
  readonly dir: string;
  readonly code: string;
  /** Whether the member is in the route file itself. */
  readonly own: boolean;
  /** What the route calls the params of its handler. */
  readonly request: string | undefined;
  readonly response: string | undefined;
}

function previewFinding({ name, kind, end, ...spot }: Member, code: string): Finding | undefined {
  if (!PREVIEW.has(name) || kind !== "access" || code[end] !== "(") return undefined;
  const message =
    `res.${name}() works, with cookies of this server's own: its other processes need the same ` +
    "PAGES_API_PREVIEW_SECRET, and pages that Next renders elsewhere do not know them.";
  return { ...placed(spot), level: "attention", rule: "preview", message };
}

function revalidateFinding(member: Member, { code, own, response, dir }: Names): Finding | undefined {
  const { name, kind, end, receiver, ...spot } = member;
  if (!REVALIDATE.has(name) || kind === "key" || (kind === "access" && code[end] !== "(")) return undefined;
  const known = (own && receiver === response) || isNamed(receiver, RESPONSE, code, spot.file);
  if (receiver === undefined || !known || hasOthers(dir, spot.file)) return undefined;
  if (name === "revalidate" && ONLY_GENERATED.test(code.slice(end))) {
    const message = "res.revalidate() with unstable_onlyGenerated does nothing here: there are no pages.";
    return { ...placed(spot), level: "attention", rule: "revalidate", message };
  }
  const what =
    name === "revalidate"
      ? "res.revalidate() rejects here"
      : `res.${name} is undefined, as in Next 16, and res.revalidate() rejects here`;
  const message =
    `${what}: there are no pages to build again. Let a route of the server that has them call it, and fetch ` +
    "that route here.";
  return { ...placed(spot), level: "unsupported", rule: "revalidate", message };
}

function requestFinding(member: Member, { code, own, request, dir }: Names): Finding | undefined {
  const { name, kind, receiver, ...spot } = member;
  const advice = Object.hasOwn(REQUEST_MEMBERS, name) ? REQUEST_MEMBERS[name] : undefined;
  if (advice === undefined || kind === "key" || receiver === undefined) return undefined;
  const known = (own && receiver === request) || isNamed(receiver, REQUEST, code, spot.file);
  if (!known || hasOthers(dir, spot.file)) return undefined;
  const message = `req.${name} is undefined, as in Next's own Node routes. ${advice}`;
  return { ...placed(spot), level: "attention", rule: "request-member", message };
}

function envFinding({ name, receiver, ...spot }: Member, env: readonly string[]): Finding | undefined {
  if (!env.includes(name) || receiver !== "process.env") return undefined;
  const message = `process.env.${name} comes from \`env\` of next.config, which is not read here. Set it in .env.`;
  return { ...placed(spot), level: "attention", rule: "inlined-env", message };
}

function placed({ file, line, column }: { file: string; line: number; column: number }) {
  return { file, line, column };
}

/**
 * Whether a receiver has one of the usual names, and is declared as nothing else in its file. The compiler adds a
 * number to a name that another file of the program has too.
 */
function isNamed(
  receiver: string | undefined,
  { short, long, also }: typeof REQUEST,
  code: string,
  file: string,
): boolean {
  const name = receiver?.replace(/\d+$/, "");
  if (name !== short && name !== long) return false;
  const part = partOf(code, file);
  if (new RegExp(`\\b(?:var|let|const|class|function) ${receiver}\\b`).test(part)) return false;
  return name === short || new RegExp(`\\b${receiver}\\??\\.(?:${also})\\b`).test(part);
}

const OTHER_REQUESTS = /\bNextRequest\b|["'](?:express|fastify|hono|koa|polka|restify)["'/]/;

/** Files for the edge runtime, the App Router and other frameworks have other requests of the same name. */
function hasOthers(dir: string, file: string): boolean {
  return OTHER_REQUESTS.test(readFileSync(join(dir, file), "utf8"));
}

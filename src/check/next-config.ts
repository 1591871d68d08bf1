import { existsSync } from "node:fs";
import { join } from "node:path";
import { RouteError } from "../error.ts";
import { expressionAt } from "../syntax/literal.ts";
import { print } from "../syntax/static.ts";
import type { Finding } from "./finding.ts";
import { manglingOf, type Member, membersOf } from "./members.ts";

export interface NextConfig {
  readonly findings: readonly Finding[];
  /** The names in its `env`, which Next puts into the program of the routes. */
  readonly env: readonly string[];
}

const NAMES = ["next.config.js", "next.config.mjs", "next.config.ts", "next.config.mts"];

const NOT_SERVED = "is not served here yet";
/** Options that are functions: their names are common elsewhere as those of other things. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  redirects: `${NOT_SERVED}. Let the proxy in front do it.`,
  rewrites: `${NOT_SERVED}. Let the proxy in front do it.`,
  headers: `${NOT_SERVED}. Let the proxy in front do it, or set them in the routes.`,
};
const VALUES: Readonly<Record<string, string>> = {
  basePath: `${NOT_SERVED}: the routes answer at /api. Mount createHandler() below it.`,
  trailingSlash: `${NOT_SERVED}: /api/x answers, and /api/x/ is redirected to it.`,
  i18n: `${NOT_SERVED}. API routes have no locale in Next either; redirects and rewrites may have.`,
  env: "is not read here. Put its values into .env.",
  pageExtensions: "is not read here. Say --page-extensions, or give it to createServer({ pageExtensions }).",
  compress: "is not read here. Give it to createServer({ compress: false }).",
};
const OFF = /^(?:false|void 0|undefined|null|""|''|\[\]|\{\})\s*(?:[,;}]|$)/m;
const FUNCTION = /^(?:async\b|function\b|\([^()]*\) =>|[\w$]+ =>)/;
const REFERENCE = /^[\w$.]+\s*(?:[,;}]|$)/m;

/**
 * Finds the options of next.config that matter to API routes. It is not run: it may need Next, or the network. So an
 * option counts as set where the file writes it as a key (`redirects: …`) or assigns it (`config.redirects = …`).
 *
 * @param known options that are taken care of
 */
export async function readNextConfig(dir: string, known: readonly string[] = []): Promise<NextConfig> {
  const file = NAMES.find((name) => existsSync(join(dir, name)));
  if (file === undefined) return { findings: [], env: [] };
  const findings = new Map<string, Finding>();
  const finding = (message: string, { line, column }: Pick<Member, "line" | "column">): Finding => {
    return { level: "attention", rule: "next-config", file, line, column, message };
  };
  let env: string[] = [];
  try {
    const names = [...Object.keys(FUNCTIONS), ...Object.keys(VALUES)];
    const { code, positions } = await print(dir, file, manglingOf(names));
    for (const member of membersOf(code, positions, file)) {
      const { name } = member;
      if (known.includes(name) || findings.has(name) || !isSet(member, code)) continue;
      findings.set(name, finding(`\`${name}\` ${FUNCTIONS[name] ?? VALUES[name]}`, member));
      if (name === "env") env = keysOf(expressionAt(code, valueOf(member, code)));
    }
  } catch (error) {
    if (!(error instanceof RouteError)) throw error;
    findings.set("", finding(`It cannot be read: ${error.message}`, { line: 1, column: 1 }));
  }
  return { findings: [...findings.values()], env };
}

function valueOf({ kind, end }: Member, code: string): number {
  const operator = kind === "access" ? " = " : ": ";
  return code.startsWith(operator, end) ? end + operator.length : -1;
}

function isSet(member: Member, code: string): boolean {
  const { name, kind, end } = member;
  if (kind === "pattern") return false;
  if (kind === "key" && code[end] === "(") return name in FUNCTIONS;
  const start = valueOf(member, code);
  if (start === -1) return false;
  const value = code.slice(start);
  if (name === "compress") return /^false\b/.test(value);
  if (name in VALUES) return !OFF.test(firstLine(value));
  // `{ headers }` deep inside is an option of some call.
  const indent = /^ */.exec(code.slice(code.lastIndexOf("\n", start) + 1))![0].length;
  return FUNCTION.test(value) || (REFERENCE.test(firstLine(value)) && indent <= 4);
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0]!;
}

/** The keys of an object that holds nothing but texts and names. */
function keysOf(expression: string): string[] {
  const bare = expression.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""');
  return [...bare.matchAll(/[{,]\s*([A-Za-z_]\w*)\s*(?=[:,}])/g)].map(([, name = ""]) => name);
}

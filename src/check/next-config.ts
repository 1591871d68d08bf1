import { existsSync } from "node:fs";
import { join } from "node:path";
import { RouteError } from "../error.ts";
import { ExportReader } from "../syntax/exports.ts";
import {
  childrenOf,
  isFunction,
  type Node,
  nameOf,
  nodesAt,
  propertyName,
  unwrapped,
} from "../syntax/node.ts";
import type { Finding } from "./finding.ts";

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

/** An option that a config writes as a key (`redirects: …`), or assigns (`config.redirects = …`). */
interface Option {
  readonly name: string;
  readonly key: Node;
  readonly value: Node;
}

/**
 * Finds the options of next.config that matter to API routes. It is not run: it may need Next, or the network.
 *
 * @param known options that are taken care of
 */
export async function readNextConfig(dir: string, known: readonly string[] = []): Promise<NextConfig> {
  const file = NAMES.find((name) => existsSync(join(dir, name)));
  if (file === undefined) return { findings: [], env: [] };
  const reader = new ExportReader(dir, () => Promise.resolve(undefined));
  const findings = new Map<string, Finding>();
  const env: string[] = [];
  try {
    const source = await reader.open(join(dir, file));
    for (const { name, key, value } of optionsIn(source.program)) {
      if (known.includes(name) || findings.has(name) || !isSet(name, value)) continue;
      const message = `\`${name}\` ${FUNCTIONS[name] ?? VALUES[name]}`;
      findings.set(name, {
        level: "attention",
        rule: "next-config",
        message,
        ...reader.spotAt(source, key.start),
      });
      if (name === "env")
        env.push(...nodesAt(value, "properties").flatMap((each) => propertyName(each, "key") ?? []));
    }
  } catch (error) {
    if (!(error instanceof RouteError)) throw error;
    const message = `It cannot be read: ${error.message}`;
    findings.set("", { level: "attention", rule: "next-config", file, line: 1, column: 1, message });
  }
  return { findings: [...findings.values()], env };
}

/** Those of objects that are in no other object: the rest are settings of something else. */
function optionsIn(program: Node): Option[] {
  const found: Option[] = [];
  const visit = (node: Node, depth: number): void => {
    const option = optionOf(node);
    if (option !== undefined && isOption(option, depth)) found.push(option);
    const inner = node.type === "ObjectExpression" ? depth + 1 : depth;
    for (const child of childrenOf(node)) visit(child, inner);
  };
  visit(program, 0);
  return found;
}

function optionOf(node: Node): Option | undefined {
  if (node.type === "Property") {
    const name = propertyName(node, "key");
    return name === undefined
      ? undefined
      : { name, key: node["key"] as Node, value: unwrapped(node["value"] as Node) };
  }
  if (node.type !== "AssignmentExpression" || node["operator"] !== "=") return undefined;
  const left = node["left"] as Node;
  const name = left.type === "MemberExpression" ? propertyName(left, "property") : undefined;
  if (name === undefined) return undefined;
  return { name, key: left["property"] as Node, value: unwrapped(node["right"] as Node) };
}

function isOption({ name, value }: Option, depth: number): boolean {
  if (Object.hasOwn(VALUES, name)) return depth <= 1;
  // An object inside may be what a plugin takes, but a function of this name is nothing else.
  return Object.hasOwn(FUNCTIONS, name) && (isFunction(value) || depth <= 1);
}

function isSet(name: string, value: Node): boolean {
  if (name === "compress") return value["value"] === false;
  if (Object.hasOwn(FUNCTIONS, name))
    return isFunction(value) || value.type === "Identifier" || value.type === "MemberExpression";
  if (value.type === "Literal") return Boolean(value["value"]);
  if (nameOf(value) === "undefined") return false;
  return [...nodesAt(value, "elements"), ...nodesAt(value, "properties")].length > 0 || !isCollection(value);
}

function isCollection({ type }: Node): boolean {
  return type === "ObjectExpression" || type === "ArrayExpression";
}

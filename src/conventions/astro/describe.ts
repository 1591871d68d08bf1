import type { Exports, RouteNote, SourceRules } from "../../convention.ts";
import { ADVICE } from "../../stand-ins/astro/advice.ts";
import type { EndpointConfig } from "./configure.ts";
import { LEGACY_NAMES } from "./legacy.ts";

const METHOD = /^[A-Z]+$/;
const PARAM = /\[/;

/** What `routes` shows of an endpoint. */
export function describeEndpoint({ prerender }: EndpointConfig): {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly words: readonly string[];
} {
  return { settings: { prerender }, words: [prerender ? "static" : "live"] };
}

/** What `check` says of modules of Astro that a program imports. */
export const moduleRules: SourceRules = {
  words: ["astro:"],
  ofModule(specifier) {
    if (!Object.hasOwn(ADVICE, specifier)) return undefined;
    const message = `"${specifier}" does not work without Astro's build. ${ADVICE[specifier as keyof typeof ADVICE]}`;
    return { level: "unsupported", rule: "astro-module", message };
  },
};

/** What `check` says of an endpoint by its exports. */
export function inspectEndpoint(exports: Exports, { prerender, file }: EndpointConfig): readonly RouteNote[] {
  const names = Object.keys(exports);
  const has = (...wanted: string[]): boolean => wanted.some((name) => names.includes(name));
  const notes: RouteNote[] = [];
  const note = (rule: string, message: string, key?: string): void => {
    notes.push({ level: "attention", rule, message, ...(key !== undefined && { key }) });
  };
  for (const name of names.filter((each) => Object.hasOwn(LEGACY_NAMES, each))) {
    const current = LEGACY_NAMES[name]!;
    const works = has(current)
      ? `is not called: ${current} is.`
      : "works here as in Astro 2; newer versions ignore it.";
    note(
      "legacy-method",
      `\`${name}\` ${works} Write: export const ${current}, and return a Response.`,
      name,
    );
  }
  const methods = names.filter((name) => METHOD.test(name) || Object.hasOwn(LEGACY_NAMES, name));
  if (methods.length === 0) {
    const hint = has("default") ? " A default export is not called." : "";
    note(
      "methods",
      `It answers no method.${hint} Write: export const GET = (context) => new Response("text");`,
    );
    return notes;
  }
  const gets = has("GET", "ALL", "get", "all");
  if (prerender && !gets) {
    const list = methods.join(", ");
    note(
      "static-method",
      `It is static: the build calls GET alone, and ${list} never answers. Write: export const prerender = false;`,
    );
  } else if (prerender && PARAM.test(file) && !has("getStaticPaths")) {
    note(
      "static-paths",
      "It is static and has params: the build needs their values. Write: export const getStaticPaths = () => [{ params: { … } }], or: export const prerender = false;",
    );
  } else if (
    prerender &&
    methods.some((name) => !["GET", "HEAD", "ALL", "get", "head", "all"].includes(name))
  ) {
    note(
      "static-method",
      "It is static: other methods than GET get the same answer. Write: export const prerender = false;",
    );
  }
  if (!prerender && has("getStaticPaths")) {
    note(
      "static-paths",
      "It is live: getStaticPaths is not called. Write: export const prerender = true;",
      "getStaticPaths",
    );
  }
  return notes;
}

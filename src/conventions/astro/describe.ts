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
export function inspectEndpoint(exports: Exports, config: EndpointConfig): readonly RouteNote[] {
  const names = Object.keys(exports);
  const methods = names.filter((name) => METHOD.test(name) || Object.hasOwn(LEGACY_NAMES, name));
  if (methods.length > 0) return [...legacyNotes(names), ...staticNotes(names, methods, config)];
  const hint = names.includes("default") ? " A default export is not called." : "";
  return [
    note(
      "methods",
      `It answers no method.${hint} Write: export const GET = (context) => new Response("text");`,
    ),
  ];
}

function note(rule: string, message: string, key?: string): RouteNote {
  return { level: "attention", rule, message, ...(key !== undefined && { key }) };
}

/** Functions that are named as in Astro 2. */
function legacyNotes(names: readonly string[]): RouteNote[] {
  const legacy = names.filter((name) => Object.hasOwn(LEGACY_NAMES, name));
  return legacy.map((name) => {
    const current = LEGACY_NAMES[name]!;
    const works = names.includes(current)
      ? `is not called: ${current} is.`
      : "works here as in Astro 2; newer versions ignore it.";
    const message = `\`${name}\` ${works} Write: export const ${current}, and return a Response.`;
    return note("legacy-method", message, name);
  });
}

const GETTERS = ["GET", "ALL", "get", "all"];

/** What a build would not call, or could not. */
function staticNotes(
  names: readonly string[],
  methods: readonly string[],
  { prerender, file }: EndpointConfig,
): RouteNote[] {
  const hasPaths = names.includes("getStaticPaths");
  if (!prerender) {
    if (!hasPaths) return [];
    const message = "It is live: getStaticPaths is not called. Write: export const prerender = true;";
    return [note("static-paths", message, "getStaticPaths")];
  }
  if (!names.some((name) => GETTERS.includes(name))) {
    const list = methods.join(", ");
    const message = `It is static: the build calls GET alone, and ${list} never answers. Write: export const prerender = false;`;
    return [note("static-method", message)];
  }
  if (PARAM.test(file) && !hasPaths) {
    const message =
      "It is static and has params: the build needs their values. Write: export const getStaticPaths = () => [{ params: { … } }], or: export const prerender = false;";
    return [note("static-paths", message)];
  }
  if (methods.every((name) => [...GETTERS, "HEAD", "head"].includes(name))) return [];
  const message =
    "It is static: other methods than GET get the same answer. Write: export const prerender = false;";
  return [note("static-method", message)];
}

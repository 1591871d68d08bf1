import type { RouteNote, SourceRules } from "../../convention.ts";
import { nextModuleName, nextModules } from "../../stand-ins/next/modules.ts";

/** What `check` says of modules of Next that a program imports, and of what its bundlers add. */
export const moduleRules: SourceRules = {
  words: ["next/", ".context("],
  ofModule(specifier) {
    const name = nextModuleName(specifier);
    return name === undefined ? undefined : noteOf(name);
  },
  ofRequire: (member) => (member === "context" ? CONTEXT : undefined),
};

const CONTEXT: RouteNote = {
  level: "unsupported",
  rule: "require-context",
  message:
    "The arguments of require.context() have to be literals: a folder, true or false, a regular expression, and " +
    '"sync" or "lazy". Here it is not a function.',
};

function noteOf(module: string): RouteNote | undefined {
  const { support, advice = "" } = nextModules[module] ?? {
    support: "none",
    advice: "It is internal to Next.",
  };
  if (support === "empty" || support === "types") return undefined;
  if (support === "full") {
    if (advice === "") return undefined;
    const message = `"${module}" works where Next is not installed too. ${advice}`;
    return { level: "attention", rule: "next-module", message };
  }
  const message = `"${module}" does not work without Next. ${advice}`.trim();
  return { level: "unsupported", rule: "next-module", message };
}

import type { Exports, RouteNote } from "../../convention.ts";
import { didYouMean } from "../../error.ts";
import { edgeNote } from "../next/edge-note.ts";
import type { HandlerConfig } from "./config.ts";
import { allowedMethods, METHODS } from "./methods.ts";
import type { MetadataFile } from "./metadata/claim.ts";

/** A route's settings, and those that are not as in every route in a few words. */
export function describeConfig(config: HandlerConfig): {
  settings: Readonly<Record<string, unknown>>;
  words: readonly string[];
} {
  const { dynamic, revalidate, dynamicParams, fetchCache, runtime, preferredRegion, maxDuration } = config;
  const settings = {
    dynamic,
    revalidate: revalidate ?? null,
    dynamicParams,
    fetchCache: fetchCache ?? null,
    runtime,
    preferredRegion: preferredRegion ?? null,
    maxDuration: maxDuration ?? null,
  };
  const words = [
    ...(runtime === "edge" ? ["edge"] : []),
    ...(dynamic === "auto" ? [] : [dynamic]),
    ...(revalidate === undefined ? [] : [`revalidate ${revalidate}`]),
    ...(config.hasStaticParams ? ["static params"] : []),
    ...(dynamicParams ? [] : ["no other params"]),
    ...(maxDuration === undefined ? [] : [`${maxDuration} s`]),
  ];
  return { settings, words };
}

/** The methods that a file answers, by the names that it exports. */
export function methodsIn(
  exported: ReadonlySet<string>,
  metadata: MetadataFile | undefined,
): readonly string[] {
  if (metadata !== undefined) return ["GET", "HEAD"];
  return allowedMethods(METHODS.filter((method) => exported.has(method)));
}

/** What `check` says of a route. */
export function inspectExports(exports: Exports, config: HandlerConfig | undefined): readonly RouteNote[] {
  const { preferredRegion } = exports;
  return [
    // A file of metadata has a default export, and other names.
    ...("default" in exports ? [] : Object.keys(exports).flatMap(misspelt)),
    ...(config?.runtime === "edge" ? [edgeNote("runtime")] : []),
    ...(preferredRegion === undefined
      ? []
      : [
          {
            level: "attention",
            rule: "ignored-option",
            message: "`preferredRegion` does nothing here: it is for hosts that run each route by itself.",
            key: "preferredRegion",
          } as const,
        ]),
  ];
}

/** Exports that a Route Handler may have. Next's build refuses all others. */
const EXPORTS: readonly string[] = [
  ...METHODS,
  "dynamic",
  "dynamicParams",
  "fetchCache",
  "generateStaticParams",
  "maxDuration",
  "preferredRegion",
  "revalidate",
  "runtime",
];

function misspelt(name: string): RouteNote[] {
  const hint = EXPORTS.includes(name) ? "" : didYouMean(name, EXPORTS);
  if (hint === "") return [];
  const message = `There is no export "${name}" in a Route Handler: it is ignored.${hint}`;
  // At load, a method in lower case has a warning of its own.
  const rule = METHODS.includes(name.toUpperCase() as (typeof METHODS)[number])
    ? "methods"
    : "unknown-option";
  return [{ level: "attention", rule, message, key: name }];
}

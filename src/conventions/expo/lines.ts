import type { StageLine } from "../../convention.ts";
import type { RouterSettings } from "./settings.ts";

/** What the app config puts around the routes, in the order in which it applies. */
export function ruleLines({ redirects, rewrites, headers = {} }: RouterSettings): StageLine[] {
  const when = (methods: readonly string[] | undefined): readonly string[] =>
    methods === undefined ? [] : [methods.join(" ")];
  return [
    ...redirects.map(({ source, destination, permanent, methods }) => ({
      kind: "redirect",
      source,
      does: `${permanent === true ? 301 : 302} ${destination}`,
      when: when(methods),
    })),
    ...rewrites.map(({ source, destination, methods }) => ({
      kind: "rewrite",
      source,
      does: destination,
      when: when(methods),
    })),
    ...Object.entries(headers).map(([name, value]) => ({
      kind: "header",
      source: "",
      does: `${name}: ${[value].flat().join(", ")}`,
      when: [],
    })),
  ];
}

/**
 * What the middleware is for, as its file says it; nothing of it runs.
 *
 * @param dir the project, absolute
 * @param file relative to it
 */
export async function middlewareLine(dir: string, file: string): Promise<StageLine> {
  // Where only builds are served, the compiler need not be there.
  const { ExportReader } = await import("../../syntax/exports.ts");
  const { values, dynamic } = await new ExportReader(dir).read(file, [SETTINGS]);
  const { matcher } = Object(values[SETTINGS]) as { matcher?: { methods?: unknown; patterns?: unknown } };
  const textsOf = (value: unknown): string[] => [value ?? []].flat().map(String);
  return {
    kind: "middleware",
    source: textsOf(matcher?.patterns).join(", "),
    does: file,
    when: dynamic.has(SETTINGS) ? ["where its matcher says"] : textsOf(matcher?.methods),
  };
}

const SETTINGS = "unstable_settings";

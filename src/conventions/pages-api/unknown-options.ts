import type { RouteNote } from "../../convention.ts";
import { didYouMean } from "../../error.ts";

/** What `config` may have, as Next's types have it; in `config` itself there may be more, for other hosts. */
const OPTIONS: readonly (readonly [path: readonly string[], names: readonly string[], isOpen?: true])[] = [
  [[], ["api", "runtime", "maxDuration", "regions"], true],
  [["api"], ["bodyParser", "responseLimit", "externalResolver"]],
  [
    ["api", "bodyParser"],
    ["sizeLimit", "extended"],
  ],
];

/** Options that do not exist: ignored, as in Next, and most often a typo. */
export function unknownOptions(config: unknown): RouteNote[] {
  return OPTIONS.flatMap(([path, names, isOpen]) => {
    let value: unknown = config;
    for (const key of path) value = (Object(value) as Record<string, unknown>)[key];
    if (typeof value !== "object" || value === null) return [];
    const place = ["config", ...path].join(".");
    const unknown = Object.keys(value).filter((name) => !names.includes(name));
    return unknown.flatMap((name): RouteNote[] => {
      const hint = didYouMean(name, names);
      if (isOpen && hint === "") return [];
      const cure = hint === "" ? ` Options: ${names.join(", ")}.` : hint;
      const message = `\`${place}\` has no option "${name}": it is ignored.${cure}`;
      return [{ level: "attention", rule: "unknown-option", message, key: `${place}.${name}` }];
    });
  });
}

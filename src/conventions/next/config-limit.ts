import { parse } from "bytes";
import { invalidOption, type LoadedConfig } from "./config.ts";
import type { BodyLimit } from "./middleware-body.ts";

/** Its name, and those that it had. */
const NAMES = ["proxyClientMaxBodySize", "middlewareClientMaxBodySize"];
const DEFAULT = "10mb";

/** @throws RouteError NEXT_CONFIG for an invalid size */
export function readBodyLimit({ raw, file }: LoadedConfig): BodyLimit {
  const experimental = Object(raw["experimental"]) as Readonly<Record<string, unknown>>;
  const value = NAMES.map((name) => experimental[name]).find((each) => each !== undefined) ?? DEFAULT;
  if (typeof value === "number" || typeof value === "string") {
    const bytes = parse(value);
    if (bytes !== null && bytes >= 0) return { bytes, text: String(value) };
  }
  throw invalidOption(
    file,
    `experimental.${NAMES[0]}`,
    `\`experimental.${NAMES[0]}\` is ${JSON.stringify(value)}. Write a number of bytes, or a string such as "20mb".`,
  );
}

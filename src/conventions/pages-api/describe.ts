import { format as formatBytes } from "bytes";
import type { Exports, RouteNote } from "../../convention.ts";
import { edgeNote } from "../next/edge-note.ts";
import { RESPONSE_LIMIT, type RouteConfig, SIZE_LIMIT } from "./config.ts";
import { unknownOptions } from "./unknown-options.ts";

/** The `config` of a route as `pages-api routes --json` prints it, defaults filled in. */
export interface ListedConfig {
  readonly bodyParser: boolean;
  /** Bytes. */
  readonly sizeLimit: number;
  /** Parse nested keys of forms. */
  readonly extended: boolean;
  /** Bytes from which a warning is logged; `false` for none. */
  readonly responseLimit: number | false;
  readonly externalResolver: boolean;
  /** Seconds; `null` for no limit. */
  readonly maxDuration: number | null;
}

/** A route's settings, and those that are not as in every route in a few words. */
export function describeConfig(config: RouteConfig): {
  settings: Readonly<Record<string, unknown>>;
  words: readonly string[];
} {
  const { bodyParser, sizeLimit, extended, responseLimit, externalResolver, maxDuration = null } = config;
  const settings: ListedConfig = {
    bodyParser,
    sizeLimit,
    extended,
    responseLimit: responseLimit === Infinity ? false : responseLimit,
    externalResolver,
    maxDuration,
  };
  return { settings: { ...settings }, words: wordsOf(settings, config.edge) };
}

function wordsOf(settings: ListedConfig, edge: boolean): string[] {
  const { bodyParser, sizeLimit, extended, responseLimit, externalResolver, maxDuration } = settings;
  const words: string[] = edge ? ["edge"] : [];
  if (!bodyParser) words.push("body off");
  else if (sizeLimit !== SIZE_LIMIT) words.push(`body ${sizeOf(sizeLimit)}`);
  if (extended) words.push("nested forms");
  if (responseLimit === false) words.push("response ∞");
  else if (responseLimit !== RESPONSE_LIMIT) words.push(`response ${sizeOf(responseLimit)}`);
  if (externalResolver) words.push("external resolver");
  if (maxDuration !== null) words.push(`${maxDuration} s`);
  return words;
}

function sizeOf(size: number): string {
  return formatBytes(size)!.toLowerCase();
}

/** Exports that the server does not look at. */
export function inspectExports(exports: Exports, settings: RouteConfig | undefined): RouteNote[] {
  const { config, preferredRegion, runtime } = exports;
  const notes: RouteNote[] =
    settings?.edge === true ? [edgeNote(runtime === undefined ? "config.runtime" : "runtime")] : [];
  const ignored = (name: string, key: string): void => {
    const message = `\`${name}\` does nothing here: it is for hosts that run each route by itself.`;
    notes.push({ level: "attention", rule: "ignored-option", message, key });
  };
  if (preferredRegion !== undefined) ignored("preferredRegion", "preferredRegion");
  if (typeof config === "object" && config !== null && "regions" in config)
    ignored("regions", "config.regions");
  return [...notes, ...unknownOptions(config)];
}

import { inspect } from "node:util";
import { Mistakes, RouteError } from "../../error.ts";
import type { BodySettings } from "../../http/body.ts";
import type { ResponseSettings } from "../../api/response-settings.ts";
import type { QueryParser } from "../../http/query.ts";
import { parseSize } from "../../http/size.ts";
import type { PreviewKeys } from "../../api/preview-keys.ts";
import { unknownOptions } from "./unknown-options.ts";

/** The `config` export of a route file: what Next's types allow, also where nothing was said of its type. */
export interface ConfigExport {
  api?: {
    /** `false` leaves the body unread, for the route to read. */
    bodyParser?:
      | {
          /** Bytes, or a string such as `"500kb"`. Default `"1mb"`. */
          sizeLimit?: number | string;
          /** Parse nested keys of forms (`a[b]=1`) with qs. Default: as the server's `queryParser` says. */
          extended?: boolean;
        }
      | boolean;
    /** The size of an answer from which a warning is logged: bytes, a string, `true` for 4 MB, `false` for none. */
    responseLimit?: number | string | boolean;
    /** The answer is sent by other code later on: no warning when the handler returns without one. */
    externalResolver?: boolean;
  };
  runtime?: "nodejs" | "edge" | "experimental-edge";
  /** Seconds that a complete answer may take; then 504, or the connection is cut. Default: no limit. */
  maxDuration?: number;
  [key: string]: unknown;
}

/** What the server says for all routes. */
export interface RouteDefaults extends Pick<ResponseSettings, "compress" | "dev" | "logger" | "revalidate"> {
  readonly queryParser: QueryParser;
  /** Called when a route is bound, not before. */
  readonly preview: () => PreviewKeys;
}

/** All that is known about a route before a request comes. */
export interface RouteConfig extends BodySettings, ResponseSettings {
  readonly bodyParser: boolean;
  readonly externalResolver: boolean;
  readonly queryParser: QueryParser;
  /** Seconds. */
  readonly maxDuration: number | undefined;
  /** The handler takes a web request: `(NextRequest, NextFetchEvent) => Response`. */
  readonly edge: boolean;
}

/** Bytes of a body where a route says nothing. */
export const SIZE_LIMIT = 1024 * 1024;
const SIZE_LIMIT_TEXT = "1mb";
/** Bytes of an answer from which a warning is logged. */
export const RESPONSE_LIMIT = 4 * 1024 * 1024;

/** Next's: such an answer is too large for a serverless platform. */
const LIMIT_ADVICE =
  " API Routes are meant to respond quickly. https://nextjs.org/docs/messages/api-routes-response-size-limit";

/** @throws RouteError `ROUTE_CONFIG` that says of each wrong value what to write instead. */
export function readConfig(module: unknown, defaults: RouteDefaults, file?: string): RouteConfig {
  const mistakes = new Mistakes();
  const exported = (module as { config?: unknown } | undefined)?.config;
  const config = mistakes.attempt(() => objectAt("config", exported) as ConfigExport, {});
  const edge = mistakes.attempt(() => isEdge(module, config), false);
  const api = mistakes.attempt(
    () => objectAt("config.api", config.api ?? {}) as NonNullable<ConfigExport["api"]>,
    {},
  );
  const parser = typeof api.bodyParser === "object" && api.bodyParser !== null ? api.bodyParser : {};
  // Next's rule: 0 and null mean the default, but "0" means no body at all.
  const sizeLimit = parser.sizeLimit || SIZE_LIMIT_TEXT;
  const read = {
    sizeLimit: mistakes.attempt(() => bytesOf("config.api.bodyParser.sizeLimit", sizeLimit), 0),
    responseLimit: mistakes.attempt(() => responseLimitOf(api.responseLimit), 0),
    maxDuration: mistakes.attempt(() => maxDurationOf(module, config), undefined),
  };
  // Alone they are warnings; beside a mistake they are reported with it, so that all is corrected at once.
  const unknown = unknownOptions(exported).map(({ message, key = "" }) => invalid(key, message));
  mistakes.throwAny(unknown);
  return Object.freeze({
    ...defaults,
    ...read,
    file,
    limitAdvice: LIMIT_ADVICE,
    preview: defaults.preview(),
    bodyParser: api.bodyParser !== false,
    sizeLimitText: String(sizeLimit),
    extended: parser.extended ?? defaults.queryParser === "extended",
    externalResolver: Boolean(api.externalResolver),
    edge,
  });
}

/** Next takes it as an export of its own too. */
function maxDurationOf(module: unknown, config: ConfigExport): number | undefined {
  const { maxDuration: exported } = Object(module) as { maxDuration?: unknown };
  const [name, seconds] =
    config.maxDuration === undefined
      ? ["maxDuration", exported]
      : ["config.maxDuration", config.maxDuration as unknown];
  if (seconds === undefined) return undefined;
  if (typeof seconds === "number" && seconds > 0) return seconds;
  throw invalid(name, `\`${name}\` is ${inspect(seconds)}. Write a number of seconds, such as 60.`);
}

function responseLimitOf(limit: number | string | boolean | null | undefined): number {
  if (limit === undefined || limit === null || limit === true) return RESPONSE_LIMIT;
  return limit === false || limit === 0 ? Infinity : bytesOf("config.api.responseLimit", limit);
}

function bytesOf(name: string, value: number | string): number {
  const size = parseSize(value);
  if (size !== undefined) return size;
  throw invalid(
    name,
    `\`${name}\` is ${inspect(value)}. Write a number of bytes, or a string such as "500kb" or "3mb".`,
  );
}

function objectAt(name: string, value: unknown): object {
  if (value === undefined) return {};
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw invalid(name, `\`${name}\` needs to be an object, such as { api: { bodyParser: false } }.`);
}

/** As in Next, an export of its own wins; there it counts where it is a text. */
function isEdge(module: unknown, config: ConfigExport): boolean {
  const { runtime: exported } = Object(module) as { runtime?: unknown };
  const [name, runtime] =
    typeof exported === "string" ? ["runtime", exported] : ["config.runtime", config.runtime as unknown];
  if (runtime === undefined || runtime === "nodejs") return false;
  if (runtime === "edge" || runtime === "experimental-edge") return true;
  throw invalid(
    name,
    `\`${name}\` has an invalid value: ${inspect(runtime)}, expected one of nodejs, edge, experimental-edge.`,
  );
}

/** @param key the setting, as a path from the export */
function invalid(key: string, message: string): RouteError {
  return new RouteError("ROUTE_CONFIG", message, { key });
}

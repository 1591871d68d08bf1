import type { ClaimedRoute } from "../convention.ts";
import { RouteError } from "../error.ts";
import { openResolver, type Resolver } from "../compile/resolver.ts";
import { ExportReader, type FileExports } from "../syntax/exports.ts";
import type { Spot } from "../syntax/parse.ts";

export interface StaticConfig {
  /** What the convention says of the route, or undefined where only the running program knows. */
  readonly settings: unknown;
  /** The exports that the convention reads, and only the running program knows. */
  readonly unknown: readonly string[];
  readonly exports: FileExports;
}

/** A mistake in a route's configuration, and where it is written. */
export class ConfigError extends RouteError {
  readonly spot: Spot;
  /** The message without the place. */
  readonly reason: string;

  constructor(reason: string, spot: Spot) {
    const { file, line, column } = spot;
    super("ROUTE_CONFIG", `${file}:${line}:${column}: ${reason}`, { file });
    this.spot = spot;
    this.reason = reason;
  }
}

/**
 * Reads a route's settings without running it, and checks them as the server does at load. What the route takes from
 * another file of the project is read there.
 *
 * @throws ConfigError that says what to write; RouteError ROUTE_COMPILE for a syntax error
 */
export async function readStaticConfig(
  reader: ExportReader,
  { file, convention }: Pick<ClaimedRoute, "convention" | "file">,
): Promise<StaticConfig> {
  if (convention.isData?.(file) === true) {
    return { settings: convention.configure({}, file) as unknown, unknown: [], exports: NOTHING };
  }
  const exports = await reader.read(file);
  const asked = new Set<string | symbol>();
  const values = new Proxy(exports.values, {
    get(target, name) {
      asked.add(name);
      return Reflect.get(target, name) as unknown;
    },
  });
  try {
    const settings: unknown = convention.configure(values, file);
    const unknown = [...exports.dynamic].filter((name) => asked.has(name));
    // What is not known may be any value, and change what the others mean.
    return { settings: unknown.length > 0 ? undefined : settings, unknown, exports };
  } catch (error) {
    if (!(error instanceof RouteError) || error.key === undefined) throw error;
    const spot = exports.spotOf(error.key);
    throw spot === undefined ? error : new ConfigError(error.message, spot);
  }
}

const NOTHING: FileExports = { values: {}, dynamic: new Set(), spotOf: () => undefined };

/** Reads exports of a project's files; the compiler is asked only where one leads to another file. */
export async function withExportReader<T>(
  dir: string,
  use: (reader: ExportReader) => Promise<T>,
): Promise<T> {
  let opened: Promise<Resolver> | undefined;
  const reader = new ExportReader(dir, async (specifier, from) => {
    const { resolve } = await (opened ??= openResolver(dir));
    return resolve(specifier, from);
  });
  try {
    return await use(reader);
  } finally {
    await (await opened)?.close();
  }
}

import { RouteError } from "../error.ts";
import { openResolver, type Resolver } from "../compile/resolver.ts";
import { ExportReader, type FileExports } from "../syntax/exports.ts";
import { locate } from "../syntax/config-error.ts";

export interface StaticConfig {
  /** What the convention says of the route, or undefined where only the running program knows. */
  readonly settings: unknown;
  /** The exports that the convention reads, and only the running program knows. */
  readonly unknown: readonly string[];
  readonly exports: FileExports;
}

/** A route file, and the convention that reads its exports. */
interface ConfiguredRoute {
  readonly file: string;
  readonly convention: {
    configure(exports: Record<string, unknown>, file: string): unknown;
    isData?(file: string): boolean;
  };
}

/**
 * Reads a route's settings without running it, and checks them as the server does at load. What the route takes from
 * another file of the project is read there.
 *
 * @throws ConfigError that says what to write; RouteError ROUTE_COMPILE for a syntax error
 */
export async function readStaticConfig(
  reader: ExportReader,
  { file, convention }: ConfiguredRoute,
): Promise<StaticConfig> {
  if (convention.isData?.(file) === true) {
    return { settings: convention.configure({}, file), unknown: [], exports: NOTHING };
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
    throw error instanceof RouteError ? locate(error, exports, reader.dir, file) : error;
  }
}

const NOTHING: FileExports = { values: {}, dynamic: new Set(), spotOf: () => undefined };

/**
 * Reads exports of a project's files; the compiler is asked only where one leads to another file.
 *
 * @param tsconfig the file (absolute) in place of the usual one
 */
export async function withExportReader<T>(
  dir: string,
  use: (reader: ExportReader) => Promise<T>,
  tsconfig?: string,
): Promise<T> {
  let opened: Promise<Resolver> | undefined;
  const reader = new ExportReader(dir, async (specifier, from) => {
    const { resolve } = await (opened ??= openResolver(dir, tsconfig));
    return resolve(specifier, from);
  });
  try {
    return await use(reader);
  } finally {
    await (await opened)?.close();
  }
}

/** What is wrong in the configs of routes: Next's build refuses it too; here the server would, when it starts. */
export async function configMistakes(
  reader: ExportReader,
  routes: readonly ConfiguredRoute[],
): Promise<RouteError[]> {
  const checked = routes.map(async (route): Promise<RouteError[]> => {
    try {
      await readStaticConfig(reader, route);
      return [];
    } catch (error) {
      if (!(error instanceof RouteError)) throw error;
      // What cannot be parsed, the compiler reports.
      return error.code === "ROUTE_CONFIG" ? [error] : [];
    }
  });
  return (await Promise.all(checked)).flat();
}

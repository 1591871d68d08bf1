import { join } from "node:path";
import type { ClaimedRoute, SourceNote } from "../convention.ts";
import { RouteError } from "../error.ts";
import { readStaticConfig } from "../project/static-config.ts";
import type { ExportReader } from "../syntax/exports.ts";
import type { Files, Located, ModuleFile } from "../syntax/values.ts";
import { definitionOf, functionsOf, isData } from "./definition.ts";

/** A route, and the function that answers it. */
export interface Looked {
  readonly definition: Located | undefined;
  readonly hasDefault: boolean;
}

/** Looks for the default export of a route. */
export async function lookAt(file: ModuleFile, files: Files): Promise<Looked> {
  try {
    const definition = await definitionOf(file, "default", files);
    return { definition, hasDefault: file.kind === "cjs" || file.exports.has("default") };
  } catch (error) {
    if (error instanceof RouteError) return { definition: undefined, hasDefault: true };
    throw error;
  }
}

/** What there is to say of the default export of a route that takes Node's messages. */
export async function handlerNote(
  { pattern, convention }: ClaimedRoute,
  { definition, hasDefault }: Looked,
  module: ModuleFile | undefined,
  files: Files,
): Promise<SourceNote | undefined> {
  const isCallable = hasDefault && (definition === undefined || !(await isData(definition, files)));
  const functions = hasDefault || module === undefined ? [] : await functionsOf(module, files);
  return convention.inspectHandler?.({ pattern, definition, isCallable, functions });
}

/** Routes that answer 500 to each request, since what they export is not a function: a line for each. */
export async function handlerFaults(
  reader: ExportReader,
  routes: readonly ClaimedRoute[],
): Promise<string[]> {
  const faults = routes.map(async (route): Promise<string[]> => {
    const { file, convention } = route;
    if (convention.inspectHandler === undefined) return [];
    try {
      const { settings = {} } = await readStaticConfig(reader, route);
      if (convention.takesNodeMessages?.(settings) !== true) return [];
      const module = await reader.open(join(reader.dir, file));
      const note = await handlerNote(route, await lookAt(module, reader.files), module, reader.files);
      return note?.rule === "default-export" ? [`${file}: ${note.message}`] : [];
    } catch (error) {
      // It is an error of the build.
      if (error instanceof RouteError) return [];
      throw error;
    }
  });
  return (await Promise.all(faults)).flat();
}

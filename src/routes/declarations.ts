import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { OpenConvention, Route } from "../convention.ts";
import { textOfFile } from "../project/text.ts";
import type { Segment } from "../routing/segment.ts";

/** Where the types of a project's routes are written, relative to it; tsconfig.json includes it. */
export const TYPES_FILE = ".pages-api/types/routes.d.ts";

type TypedRoute = Route & { readonly convention: Pick<OpenConvention, "params"> };

/**
 * The types of a project's routes, by their patterns: `RouteRequest`, `RouteQuery` and `RouteHandler` for routes that get
 * their params in `req.query`, `RouteContext` for those that get them in a second argument.
 */
function textOfTypes(routes: readonly TypedRoute[]): string {
  const membersOf = (params: OpenConvention["params"]): string =>
    routes
      .filter(({ convention }) => convention.params === params)
      .map(({ pattern, segments }) => `    ${JSON.stringify(pattern)}: ${paramsOf(segments)};\n`)
      .join("");
  const [query, context] = [membersOf("query"), membersOf("context")];
  return `// Written by \`pages-api types\` and \`pages-api dev\`. Do not edit.
import type { NextApiResponse, RouteModule } from "pages-api";

type Query = { [key: string]: string | string[] | undefined };

declare global {
  /** The params of API routes, by the patterns of their files. */
  interface ApiRoutes {
${query}  }
  /** The params of Route Handlers, by the patterns of their files. */
  interface HandlerRoutes {
${context}  }

  /** \`req.query\` of a route: its params, and whatever else is in the query string. */
  type RouteQuery<Path extends keyof ApiRoutes> = ApiRoutes[Path] & Query;
  /** The request of a route, with its params in \`query\`. */
  type RouteRequest<Path extends keyof ApiRoutes> = Omit<Parameters<RouteModule["default"]>[0], "query"> & {
    query: RouteQuery<Path>;
  };
  /** What the file of a route exports by default. */
  type RouteHandler<Path extends keyof ApiRoutes, Data = any> = (
    req: RouteRequest<Path>,
    res: NextApiResponse<Data>,
  ) => unknown;
${context === "" ? "" : CONTEXT}}

export {};
`;
}

const CONTEXT = `
  /** The second argument of a Route Handler. */
  interface RouteContext<Path extends keyof HandlerRoutes> {
    params: Promise<HandlerRoutes[Path]>;
  }
`;

function paramsOf(segments: readonly Segment[]): string {
  const params = segments.flatMap(({ kind, name }) => {
    const key = JSON.stringify(name);
    if (kind === "param") return `${key}: string`;
    if (kind === "catch-all") return `${key}: string[]`;
    return kind === "optional-catch-all" ? `${key}?: string[]` : [];
  });
  return params.length === 0 ? "{}" : `{ ${params.join("; ")} }`;
}

/** Writes the types, if they are not what is there already. */
export function writeTypes(dir: string, routes: readonly TypedRoute[]): void {
  const file = join(dir, TYPES_FILE);
  const text = textOfTypes(routes);
  if (textOf(file) === text) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Whether a project has asked for them: its tsconfig.json, or jsconfig.json, names the folder. */
export function wantsTypes(dir: string): boolean {
  return ["tsconfig.json", "jsconfig.json"].some((name) =>
    textOf(join(dir, name))?.includes(".pages-api/types"),
  );
}

function textOf(file: string): string | undefined {
  try {
    return textOfFile(file);
  } catch {
    return undefined;
  }
}

import type { RouteModule } from "../../src/index.ts";

/** What an echoing route answers: which route it is, and the query with the params. */
export interface Echoed {
  readonly route: string;
  readonly query: Readonly<Record<string, string | string[]>>;
}

/** Routes by pattern, each of which answers with its own pattern and its query. */
export function echoRoutes(patterns: readonly string[]): Record<string, RouteModule["default"]> {
  return Object.fromEntries(
    patterns.map((route) => [route, (req, res) => res.json({ route, query: req.query })] as const),
  );
}

/** Route files by path, each of which answers with its own path and its query. */
export function echoFiles(paths: readonly string[]): Record<string, string> {
  return Object.fromEntries(paths.map((path) => [path, echoText(path)]));
}

/** The text of a route file that answers with this name and its query. */
export function echoText(route: string): string {
  return `export default (req, res) => res.json({ route: ${JSON.stringify(route)}, query: req.query });\n`;
}

import type { ClaimedRoute, OpenProject } from "../convention.ts";
import { type Explanation, explain, type Question } from "../pipeline/explain.ts";
import type { Router } from "../routing/router.ts";
import type { ExportReader } from "../syntax/exports.ts";
import { UsageError, type Values } from "./command.ts";
import { paint, table } from "./terminal.ts";

/** Options of `pages-api routes` about one request. */
export const QUESTION_OPTIONS = {
  for: { type: "string", value: "url", help: "explain what happens to a request for this path and query" },
  method: { type: "string", short: "X", value: "method", help: "its method; default: GET" },
  header: {
    type: "string",
    short: "H",
    multiple: true,
    value: "name: value",
    help: "a header of it; may be given several times",
  },
} as const;

/** @throws UsageError for what is not a path, or not a header */
export function questionOf(values: Values): Question | undefined {
  const { for: url, method = "GET", header = [] } = values;
  if (url === undefined) return undefined;
  const target = String(url).replace(/^https?:\/\/[^/?#]*/i, "");
  if (!target.startsWith("/"))
    throw new UsageError(`--for is ${JSON.stringify(url)}. Write a path, such as /api/users/7?full=1.`);
  return {
    method: String(method).toUpperCase(),
    url: target,
    headers: { host: "localhost", ...headersOf([header].flat().map(String)) },
  };
}

function headersOf(fields: readonly string[]): Record<string, string> {
  const entries = fields.map((field) => {
    const colon = field.indexOf(":");
    if (colon > 0)
      return [field.slice(0, colon).trim().toLowerCase(), field.slice(colon + 1).trim()] as const;
    throw new UsageError(
      `--header is ${JSON.stringify(field)}. Write a name and a value: "accept: text/html".`,
    );
  });
  return Object.fromEntries(entries);
}

interface Asked {
  readonly question: Question;
  readonly project: OpenProject;
  readonly router: Router<ClaimedRoute>;
  readonly reader: ExportReader;
}

/** Prints what happens to a request, step by step, or as JSON: `{ method, url, steps, route }`. */
export async function printExplanation(
  { question, project, router, reader }: Asked,
  json: boolean,
): Promise<void> {
  const explanation = await explain(router, project.surroundings, question);
  const { method, url } = question;
  const route = explanation.found && (await routeOf(explanation.found, method, reader));
  if (json) {
    const { lines: steps } = explanation;
    console.log(JSON.stringify({ method, url, steps, route: route ?? null }, undefined, 2));
    return;
  }
  const rows = explanation.lines.map(({ kind, source, does, when }) => [
    kind,
    [source, does].filter((text) => text !== "").join(" → ") +
      (when.length === 0 ? "" : ` (${when.join(", ")})`),
  ]);
  if (route !== undefined) {
    const params = Object.entries(route.params).map(([name, value]) => `${name}=${[value].flat().join("/")}`);
    rows.push(["route", [route.pattern, paint("dim", route.file), params.join(" ")].join("  ").trim()]);
    if (route.methods !== undefined && !route.methods.includes(method))
      rows.push(["answer", `405: it exports no ${method}, but ${route.methods.join(", ")}`]);
  } else if (!explanation.answered) {
    const base = project.surroundings?.lines?.find(({ kind }) => kind === "base path");
    const hint = base === undefined ? "" : `; the routes are below ${base.does}`;
    rows.push(["answer", `404: no route has this path${hint}`]);
  }
  console.log(`${paint("bold", `${method} ${url}`)}\n\n${table(rows)}`);
}

async function routeOf(
  { route, params }: NonNullable<Explanation<ClaimedRoute>["found"]>,
  method: string,
  reader: ExportReader,
) {
  const { pattern, file, convention } = route;
  if (convention.methods === undefined) return { pattern, file, params };
  const isData = convention.isData?.(file) === true;
  const { values, dynamic } = isData ? { values: {}, dynamic: [] } : await reader.read(file);
  return {
    pattern,
    file,
    params,
    methods: convention.methods(new Set([...Object.keys(values), ...dynamic]), file),
  };
}

import { readFileSync } from "node:fs";
import type { SourceMap } from "node:module";
import { join } from "node:path";
import { escapedName } from "../syntax/literal.ts";
import type { Finding } from "./finding.ts";
import { paramsOf } from "./handler.ts";
import { partOf, spotAt } from "./members.ts";

/** A first param with its type, as it stands in the source. */
const TYPED = /^(?:[\w$]+|\{[^{}]*\})\??\s*:\s*(NextRequest|Request)\b(?!\s*[<.[])/;
/** `Request` of another framework. */
const OTHER = /\bimport\b[^;"']*\bRequest\b|\b(?:class|interface|type)\s+Request\b/;
/** What Node's requests do not have, as the params of a function or behind their name. */
const MEMBERS = "json|text|formData|arrayBuffer|blob|bytes|clone|\\w*nextUrl";
const HEADERS = String.raw`headers\.(?:get|has|entries|forEach)\(`;

/** A handler whose own first param has the type of a web request: it gets Node's, as in Next without the edge runtime. */
export function webRequestFinding(dir: string, code: string, positions: SourceMap): Finding[] {
  const { request, start } = paramsOf(code);
  if (start === undefined) return [];
  const spot = spotAt(code, positions, start);
  const source = readFileSync(join(dir, spot.file), "utf8");
  const lines = source.split("\n").slice(spot.line - 1);
  const [, type] = TYPED.exec(lines.join("\n").slice(spot.column - 1)) ?? [];
  if (type === undefined || (type === "Request" && OTHER.test(source))) return [];
  const used =
    request === undefined
      ? new RegExp(`^\\{[^{}]*\\b(?:${MEMBERS})\\b`).test(code.slice(start))
      : usesWeb(partOf(code, spot.file), request);
  const message =
    `The handler asks for a ${type}, and gets Node's request, as in Next without the edge runtime. Write ` +
    "`(req: NextApiRequest, res: NextApiResponse)`: the body is in req.body, and res.json() answers.";
  return [{ ...spot, level: used ? "unsupported" : "attention", rule: "web-request", message }];
}

function usesWeb(part: string, request: string): boolean {
  const name = escapedName(request);
  const members = `\\b${name}\\.(?:(?:${MEMBERS})\\b|${HEADERS})|\\bnew URL\\(${name}\\.url\\)`;
  return new RegExp(`${members}|\\{[^{}]*\\b(?:${MEMBERS})\\b[^{}]*\\} = ${name};`).test(part);
}

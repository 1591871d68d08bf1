import type { Row, Section } from "../row.ts";

import { body } from "./body.ts";
import { charsets } from "./charsets.ts";
import { compression } from "./compression.ts";
import { cookies } from "./cookies.ts";
import { draft } from "./draft.ts";
import { errors } from "./errors.ts";
import { files } from "./files.ts";
import { found } from "./found.ts";
import { headers } from "./headers.ts";
import { limits } from "./limits.ts";
import { members } from "./members.ts";
import { modules } from "./modules.ts";
import { names } from "./names.ts";
import { params } from "./params.ts";
import { query } from "./query.ts";
import { redirect } from "./redirect.ts";
import { request } from "./request.ts";
import { send } from "./send.ts";
import { shapes } from "./shapes.ts";
import { slashes } from "./slashes.ts";
import { status } from "./status.ts";
import { streaming } from "./streaming.ts";
import { targets } from "./targets.ts";
import { transfer } from "./transfer.ts";
import { validators } from "./validators.ts";

export const sections: Section[] = [
  { title: "files", rows: files },
  { title: "names", rows: names },
  { title: "slashes and dots", rows: slashes },
  { title: "params", rows: params },
  { title: "targets", rows: targets },
  { title: "query", rows: query },
  { title: "cookies", rows: cookies },
  { title: "request", rows: request },
  { title: "body", rows: body },
  { title: "charsets", rows: charsets },
  { title: "body transfer", rows: transfer },
  { title: "body limits", rows: limits },
  { title: "send and json", rows: send },
  { title: "status", rows: status },
  { title: "redirect", rows: redirect },
  { title: "headers", rows: headers },
  { title: "members of res", rows: members },
  { title: "draft and preview", rows: draft },
  { title: "validators", rows: validators },
  { title: "errors", rows: errors },
  { title: "compression", rows: compression },
  { title: "streaming", rows: streaming },
  { title: "shapes", rows: shapes },
  { title: "modules", rows: modules },
  { title: "found by the fuzz", rows: found },
];

export function rowsOf(): Row[] {
  return sections.flatMap((section) => section.rows);
}

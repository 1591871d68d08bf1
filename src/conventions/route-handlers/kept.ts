import { type Answered, cacheControlOf, type Made } from "../../cache/answers.ts";
import { TAGS_HEADER } from "../../cache/handler.ts";
import type { Keeping } from "../../cache/work.ts";
import { isNullBodyStatus } from "../../web/null-body.ts";
import { headerRecord } from "../../web/response.ts";

/** What is kept of a Response. */
export async function madeOf(response: Response, keeping: Keeping, expireTime: number): Promise<Made> {
  const headers = headerRecord(response.headers);
  const body = Buffer.from(await response.arrayBuffer());
  headers[TAGS_HEADER] = [...keeping.tags].join(",");
  const revalidate = keeping.revalidate === Infinity ? false : keeping.revalidate;
  const expire = revalidate === false ? undefined : expireTime;
  return {
    value: { kind: "APP_ROUTE", status: response.status, headers, body },
    cacheControl: { revalidate, expire },
  };
}

/** The Response of what was kept. */
export function responseOf({ value, cacheControl, state }: Answered): Response {
  const headers = new Headers({ "x-nextjs-cache": state });
  for (const [name, given] of Object.entries(value.headers)) {
    if (name === TAGS_HEADER) continue;
    for (const each of [given].flat()) headers.append(name, each);
  }
  if (!headers.has("cache-control")) headers.set("cache-control", cacheControlOf(cacheControl));
  const body = isNullBodyStatus(value.status) ? null : (value.body as Uint8Array<ArrayBuffer>);
  return new Response(body, { status: value.status, headers });
}

import { hashOf } from "../hash.ts";
import type { Cache } from "./cache.ts";

/** The version of what is kept: another one, where earlier entries no longer do. */
const VERSION = "1";

export function dataKey(cache: Cache, ...parts: readonly unknown[]): string {
  return hashOf(JSON.stringify([VERSION, cache.keyPrefix, ...parts]));
}

/** The key of a fetch, and its body where that had to be read. */
export async function fetchKey(
  cache: Cache,
  url: string,
  init: RequestInit,
): Promise<{ key: string; init: RequestInit }> {
  const { body, part } = await readBody(init.body);
  const headers = Object.fromEntries(new Headers(init.headers));
  // Each request has others.
  for (const name of ["traceparent", "tracestate"]) delete headers[name];
  const { method = "GET", mode, redirect, credentials, referrer, referrerPolicy, integrity } = init;
  const options = [mode, redirect, credentials, referrer, referrerPolicy, integrity];
  const key = dataKey(cache, url, method.toUpperCase(), headers, options, part);
  return { key, init: body === init.body ? init : { ...init, body: body ?? null } };
}

type Body = RequestInit["body"];

async function readBody(body: Body): Promise<{ body: Body; part: unknown }> {
  if (body === undefined || body === null) return { body, part: null };
  if (typeof body === "string") return { body, part: ["text", body] };
  if (body instanceof URLSearchParams) return { body, part: ["form", String(body)] };
  if (body instanceof FormData) return { body, part: ["multipart", await formParts(body)] };
  if (body instanceof Blob) return { body, part: ["blob", body.type, hex(await body.arrayBuffer())] };
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return { body, part: ["bytes", hex(body)] };
  const bytes = await new Response(body as ReadableStream).arrayBuffer();
  return { body: bytes, part: ["bytes", hex(bytes)] };
}

async function formParts(form: FormData): Promise<unknown[]> {
  const parts = [...form].map(async ([name, value]) =>
    typeof value === "string"
      ? [name, value]
      : [name, value.name, value.type, hex(await value.arrayBuffer())],
  );
  return Promise.all(parts);
}

function hex(bytes: ArrayBuffer | ArrayBufferView): string {
  const view =
    bytes instanceof ArrayBuffer
      ? new Uint8Array(bytes)
      : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return hashOf(view);
}

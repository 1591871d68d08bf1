import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { inject } from "vitest";
import type { Asked } from "./upstream.ts";

/** The project's own settings, which the routes have too. */
export const env = parseEnv(readFileSync(new URL(".env", import.meta.url), "utf8")) as Record<string, string>;

/** Sends a request to the project's server; redirects are answers like others. */
export function get(path: string, init: RequestInit = {}): Promise<Response> {
  const signal = AbortSignal.timeout(15_000);
  return fetch(`${inject("origin")}${path}`, { redirect: "manual", signal, ...init });
}

export function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return get(path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

/** Lets one stream that waits at this gate go on. */
export async function open(gate: string): Promise<void> {
  await get(`/api/gate/${gate}`, { method: "POST" });
}

/** What the upstream was asked so far below a path. */
export async function asked(path: string): Promise<Asked[]> {
  const response = await fetch(`${inject("upstream")}/asked`);
  return ((await response.json()) as Asked[]).filter(({ url }) => url.startsWith(path));
}

/** A browser's cookies, for one test. */
export class Jar {
  readonly #cookies = new Map<string, string>();

  /** As `get`, with the cookies so far; keeps what the answer sets. */
  async get(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.#cookies.size > 0) headers.set("cookie", this.toString());
    const response = await get(path, { ...init, headers });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    return response;
  }

  post(path: string, body: unknown): Promise<Response> {
    const headers = { "content-type": "application/json" };
    return this.get(path, { method: "POST", headers, body: JSON.stringify(body) });
  }

  set(name: string, value: string): void {
    this.#cookies.set(name, value);
  }

  value(name: string): string | undefined {
    return this.#cookies.get(name);
  }

  names(): string[] {
    return [...this.#cookies.keys()].toSorted();
  }

  toString(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  #keep(line: string): void {
    const [, name = "", value = ""] = /^([^=]*)=([^;]*)/.exec(line) ?? [];
    const age = /;\s*max-age=(-?\d+)/i.exec(line)?.[1];
    const expires = /;\s*expires=([^;]*)/i.exec(line)?.[1];
    const gone =
      age === undefined ? expires !== undefined && Date.parse(expires) < Date.now() : Number(age) <= 0;
    if (gone || value === "") this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

/** Reads a stream piece by piece: each call waits until the text so far has the wanted one in it. */
export class Reader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #decoder = new TextDecoder();
  text = "";
  ended = false;

  constructor(response: Response) {
    this.#reader = response.body!.getReader();
  }

  async until(wanted: string): Promise<string> {
    while (!this.text.includes(wanted)) if (!(await this.#read())) break;
    return this.text;
  }

  async rest(): Promise<string> {
    while (await this.#read());
    return this.text;
  }

  async #read(): Promise<boolean> {
    const { done, value } = await this.#reader.read();
    this.text += this.#decoder.decode(value, { stream: !done });
    this.ended = done;
    return !done;
  }
}

import type { FetchValue } from "./handler.ts";
import { fetchKey } from "./key.ts";
import { type CachedInit, decideFetch } from "./fetch-options.ts";
import { currentCache, currentWork, useWork, type Work, workIsUsed, workOf } from "./work.ts";
import { YEAR } from "./profiles.ts";

/**
 * `fetch` for the modules of a project, with `cache` and `next` as Next's route handlers have them. Outside of a route
 * handler, and for what is not to be cached, it is the global one.
 */
export async function fetch(input: string | URL | Request, init?: CachedInit): Promise<Response> {
  const work = currentWork() ?? firstWork();
  if (work === undefined || work.draft) return globalThis.fetch(input, withoutNext(init));
  const { url, options } = await normal(input, init);
  const decision = decideFetch(work, url, options);
  if (decision === undefined) return globalThis.fetch(input, withoutNext(init));
  const { key, init: plain } = await fetchKey(work.cache, url, withoutNext(options) ?? {});
  return cached({ work, key, url, init: plain, ...decision });
}

/** The first fetch of a process comes before calls are known to need their work. */
function firstWork(): Work | undefined {
  const cache = workIsUsed() ? undefined : currentCache();
  useWork();
  return cache && workOf(cache, "the route");
}

interface Asked {
  readonly work: Work;
  readonly key: string;
  readonly url: string;
  readonly init: RequestInit;
  readonly revalidate: number;
  readonly tags: readonly string[];
}

async function cached(asked: Asked): Promise<Response> {
  const { work, key, url, revalidate, tags } = asked;
  const { cache, softTags, state, keeping } = work;
  // One at a time for a key: the next finds what this one has kept.
  for (let flight = cache.flights.get(key); flight !== undefined; flight = cache.flights.get(key))
    await flight;
  let land = (): void => {};
  cache.flights.set(key, new Promise<void>((resolve) => (land = resolve)));
  const done = (): void => {
    cache.flights.delete(key);
    land();
  };
  try {
    const renewed = [...tags, ...softTags].some((tag) => state.revalidated.has(tag));
    const context = { revalidate: Math.min(revalidate, YEAR), fetchUrl: url, tags, softTags };
    const found = renewed ? undefined : await cache.data(key, context);
    if (found === undefined || (found.stale && keeping !== undefined)) return await load(asked, done);
    if (found.stale && !state.pending.has(key)) {
      state.pending.set(
        key,
        load({ ...asked, init: { ...asked.init, signal: null } }, done).then(drain, done),
      );
    } else done();
    return responseOf(found.value);
  } catch (error) {
    done();
    throw error;
  }
}

/** Asks the origin, and keeps what it answers, while that is on its way to the caller. */
async function load({ work, key, url, init, revalidate, tags }: Asked, done: () => void): Promise<Response> {
  const response = await globalThis.fetch(url, init);
  // As in Next: no other answer is kept.
  if (response.status !== 200) {
    done();
    return response;
  }
  const copy = response.clone();
  const kept = copy
    .arrayBuffer()
    .then(async (body) => {
      const value: FetchValue = {
        kind: "FETCH",
        data: {
          headers: Object.fromEntries(copy.headers),
          body: Buffer.from(body).toString("base64"),
          status: copy.status,
          url: copy.url,
        },
        revalidate: Math.min(revalidate, YEAR),
      };
      await work.cache.set(key, value, { fetchCache: true, fetchUrl: url, tags });
    })
    // The caller reads the same bytes, and gets the error.
    .catch(() => {})
    .finally(done);
  const before = work.state.pending.get(`set ${key}`);
  work.state.pending.set(`set ${key}`, Promise.all([before, kept]));
  const { status, statusText, headers, body } = response;
  return withUrl(new Response(body, { status, statusText, headers }), response.url);
}

async function drain(response: Response): Promise<void> {
  await response.arrayBuffer();
}

function responseOf({ data }: FetchValue): Response {
  const { body, headers, status = 200, url } = data;
  return withUrl(new Response(Buffer.from(body, "base64"), { headers, status }), url);
}

function withUrl(response: Response, url: string): Response {
  return Object.defineProperty(response, "url", { value: url });
}

/** A Request with options is one request: the options win. */
async function normal(
  input: string | URL | Request,
  init: CachedInit | undefined,
): Promise<{ url: string; options: CachedInit }> {
  if (!(input instanceof Request)) return { url: href(input), options: init ?? {} };
  const { next, ...overrides } = init ?? {};
  const request = new Request(input.clone(), overrides);
  const body = request.body === null ? null : await request.arrayBuffer();
  const { method, headers, redirect, signal } = request;
  const { cache } = request as { cache?: string };
  const options = { method, headers, redirect, signal, body, ...(next && { next }) } as CachedInit;
  return { url: request.url, options: cache === undefined ? options : { ...options, cache } };
}

function href(url: string | URL): string {
  const text = String(url);
  return URL.canParse(text) ? new URL(text).href : text;
}

function withoutNext(init: CachedInit | undefined): RequestInit | undefined {
  if (init === undefined || !("next" in init)) return init;
  const { next: _next, ...rest } = init;
  return rest;
}

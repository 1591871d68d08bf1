/** What is asked for, over and over. */
export interface Load {
  readonly name: string;
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly connections: number;
  /** How many routes there are beside /api/json; undefined for the usual ones. */
  readonly routes?: number;
  readonly status: number;
  /** The most that it may cost, as a ratio to raw. */
  readonly goal: number;
  readonly quick?: true;
  /** Headers of the answer, in lower case, that have to be the same beside the usual ones. */
  readonly compared?: readonly string[];
}

const CONNECTIONS = 64;
const JSON_TYPE = { "content-type": "application/json" };

const get = (name: string, path: string, rest: Partial<Load> = {}): Load => ({
  name,
  method: "GET",
  path,
  headers: {},
  connections: CONNECTIONS,
  status: 200,
  goal: 1.1,
  ...rest,
});

const post = (name: string, path: string, body: string, rest: Partial<Load> = {}): Load =>
  get(name, path, { method: "POST", body, headers: JSON_TYPE, ...rest });

/** A JSON text of about this many bytes. */
function items(bytes: number): string {
  const item = (id: number): object => ({ id, name: `Item ${id}`, price: id * 1.5, tags: ["a", "b"] });
  const all =
    bytes < 100 ? [{ id: 1, name: "Item 1" }] : Array.from({ length: bytes / 60 }, (_, id) => item(id));
  return JSON.stringify({ items: all });
}

const COOKIES = Array.from({ length: 20 }, (_, index) => `cookie${index}=value%20of%20${index}`).join("; ");
/** Of HELLO in contenders/content.js; checked, as every answer is, before it is timed. */
export const HELLO_ETAG = '"fqjk48khh720"';

export const LOADS: readonly Load[] = [
  get("JSON", "/api/json", { goal: 1.05, quick: true }),
  get("param and query", "/api/post/7?draft=1&tag=a&tag=b%20c", { goal: 1.05, quick: true }),
  get("404", "/api/nothing", { status: 404, goal: 1.05, quick: true }),
  get("304", "/api/json", { headers: { "if-none-match": HELLO_ETAG }, status: 304, goal: 1.05, quick: true }),
  post("POST JSON 50 B", "/api/items", items(50), { goal: 1.05, quick: true }),
  post("POST JSON 10 KB", "/api/items", items(10_000), { goal: 1.05 }),
  post("POST JSON 500 KB", "/api/items", items(500_000), { goal: 1.05 }),
  post("POST form", "/api/form", "name=Ada+Lovelace&email=ada%40example.org&colour=blue", {
    headers: { "content-type": "application/x-www-form-urlencoded" },
  }),
  get("20 cookies", "/api/cookies", { headers: { cookie: COOKIES } }),
  get("1 MB string", "/api/text", { connections: 16 }),
  get("1 MB Buffer", "/api/bytes", { connections: 16 }),
  get("64 KB stream", "/api/stream"),
  get("JSON, 1 connection", "/api/json", { connections: 1, goal: 1.05 }),
  get("JSON, 1,000 connections", "/api/json", { connections: 1000, goal: 1.05 }),
  get("JSON, 10 routes", "/api/group8/item8", { routes: 10, goal: 1.05 }),
  get("JSON, 1,000 routes", "/api/group98/item998", { routes: 1000, goal: 1.05 }),
  get("JSON, 10,000 routes", "/api/group98/item9998", { routes: 10_000, goal: 1.05 }),
  get("param, 10 routes", "/api/group9/item9/7", { routes: 10, goal: 1.05 }),
  get("param, 1,000 routes", "/api/group99/item999/7", { routes: 1000, goal: 1.05 }),
  get("param, 10,000 routes", "/api/group99/item9999/7", { routes: 10_000, goal: 1.05 }),
];

/** Small answers, beside which a line of a log is not small. */
export const LOG_LOADS: readonly Load[] = LOADS.filter(({ quick }) => quick === true).map((load) => ({
  ...load,
  goal: 1.25,
}));

/** Of the suite `expo`: at most a half of what Expo's own server costs. */
export const EXPO_LOADS: readonly Load[] = [
  ...LOADS.filter(({ name }) =>
    ["JSON", "param and query", "POST JSON 50 B", "POST JSON 10 KB", "64 KB stream"].includes(name),
  ),
  get("JSON, setResponseHeaders", "/api/headers", { quick: true }),
].map((load) => ({ ...load, goal: 0.5 }));

/** Of the suite `astro`: endpoints, against @astrojs/node. */
export const ASTRO_LOADS: readonly Load[] = [
  get("JSON", "/api/json", { quick: true }),
  get("param and query", "/api/post/7?draft=1&tag=a&tag=b%20c", { quick: true }),
  get("20 cookies, one set", "/api/cookies", { headers: { cookie: COOKIES }, quick: true }),
  post("POST JSON 50 B", "/api/items", items(50), { quick: true }),
  get("64 KB stream", "/api/stream"),
].map((load) => ({ ...load, goal: 0.33 }));

/** Of the suite `web`: Route Handlers. */
export const WEB_LOADS: readonly Load[] = [
  get("Response.json", "/api/json", { goal: 1.35, quick: true }),
  get("param", "/api/post/7", { goal: 1.5, quick: true }),
  get("request.nextUrl", "/api/url?draft=1", { goal: 1.5, quick: true }),
  get("new URL(request.url)", "/api/parsed?draft=1", { goal: 1.5, quick: true }),
  post("POST JSON 50 B", "/api/items", items(50), { goal: 1.6, quick: true }),
  post("POST JSON 10 KB", "/api/items", items(10_000), { goal: 1.6 }),
  get("64 KB stream", "/api/stream", { goal: 1.3, quick: true }),
];

/** Of the suites `rules`, with 20 headers and 20 redirects in next.config, and `guarded`, with a middleware. */
export const PROJECT_LOADS = {
  rules: [
    get("20 headers, 20 redirects", "/api/json", {
      goal: 1.25,
      quick: true,
      compared: ["x-frame-options"],
    }),
    get("all 20 headers apply", "/api/many", {
      goal: 1.25,
      quick: true,
      compared: ["x-frame-options", ...Array.from({ length: 19 }, (_, index) => `x-header-${index}`)],
    }),
  ],
  guarded: [
    get("middleware with next()", "/api/json", { goal: 2.5, quick: true }),
    get("outside of its matcher", "/api/post/7?draft=1", { goal: 1.1, quick: true }),
  ],
} as const satisfies Readonly<Record<string, readonly Load[]>>;

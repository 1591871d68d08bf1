import { type Tree, where } from "./tree.ts";

const text = (body: string): string => `export const GET = () => new Response(${JSON.stringify(body)});`;
const params = `JSON.stringify([Object.entries(params).map(([name, value]) => [name, value ?? null]), props])`;

/** What an endpoint may answer, below `src/pages`, and what of it a build leaves. */
const answers: Readonly<Record<string, string>> = {
  "noext.ts": text("noext"),
  "data.json.ts": "export const GET = () => Response.json({ a: 1, b: 'ä' });",
  "code.js.ts": text("code"),
  "page.html.ts": text("<p>page</p>"),
  "nested/index.ts": text("nested"),
  "nested-index/index.json.ts": text("nested index"),
  ".well-known/x.json.ts": text("well known"),
  "with space.txt.ts": text("space"),
  "héllo.txt.ts": text("accent"),
  "_hidden.txt.ts": text("hidden"),
  "empty.txt.ts": text(""),
  "null.txt.ts": "export const GET = () => new Response(null, { status: 204 });",
  "status.txt.ts":
    "export const GET = () => new Response('teapot', { status: 418, headers: { 'X-Made': '1' } });",
  "not-found.txt.ts": "export const GET = () => new Response('none', { status: 404 });",
  "null-404.txt.ts": "export const GET = () => new Response(null, { status: 404 });",
  "failed.txt.ts": "export const GET = () => new Response('failed', { status: 500 });",
  "null-500.txt.ts": "export const GET = () => new Response(null, { status: 500 });",
  "bytes.bin.ts": "export const GET = () => new Response(new Uint8Array([0, 137, 80, 255]));",
  "stream.txt.ts": `export const GET = () => new Response(new ReadableStream({ start(controller) {
    for (const part of ["a", "b"]) controller.enqueue(new TextEncoder().encode(part)); controller.close(); } }));`,
  "later.txt.ts":
    "export async function GET() { await new Promise(setImmediate); return new Response('later'); }",
  "all.txt.ts": "export const ALL = ({ request }) => new Response('all ' + request.method);",
  "post.txt.ts": "export const POST = () => new Response('post');",
  "head.txt.ts": "export const HEAD = () => new Response('head');",
  "none.txt.ts": "export const nothing = 1;",
  "lower.txt.ts":
    "export const get = () => new Response('lower'); export const GET = () => new Response('upper');",
  "cookies.txt.ts":
    "export const GET = ({ cookies }) => { cookies.set('a', '1'); return new Response(String(cookies.has('a'))); };",
  "where.json.ts": where,
  "where/here.ts": where,
  "where/[id].json.ts": `export const getStaticPaths = () => [{ params: { id: "a b" } }]; ${where}`,
  "redirect.ts": "export const GET = ({ redirect }) => redirect('/noext?a=1&b=2');",
  "redirect-301.ts": "export const GET = ({ redirect }) => redirect('/noext', 301);",
  "redirect-out.ts": "export const GET = ({ redirect }) => redirect('https://example.org/<x>', 308);",
  "redirect.json.ts": "export const GET = ({ redirect }) => redirect('/data.json');",
  "redirect-body.txt.ts":
    "export const GET = () => new Response('body', { status: 302, headers: { Location: '/noext' } });",
  "rewrite.txt.ts": "export const GET = ({ rewrite }) => rewrite('/data.json');",
  "404.ts": "export const GET = () => new Response('not here', { status: 404 });",
};

const paths: Readonly<Record<string, string>> = {
  "items/[id].json.ts": `export const getStaticPaths = () => ["a", "a b", "ü", "a.b", "a+b", "a&b"]
    .map((id) => ({ params: { id }, props: { id: typeof id } }));
    export const GET = ({ params, props }) => new Response(${params});`,
  "bare/[id].ts": `export const getStaticPaths = async () => [{ params: { id: "1" } }, { params: { id: "2" }, props: { n: 2 } }];
    export const GET = ({ params, props }) => new Response(${params});`,
  "[lang]-[version]/info.txt.ts": `export const getStaticPaths = () => [{ params: { lang: "en", version: "1" } }, { params: { lang: "de", version: "2" } }];
    export const GET = ({ params, props }) => new Response(${params});`,
  "files/[...path].txt.ts": `export const getStaticPaths = () => [{ params: { path: "a/b" } }, { params: { path: "c" } }, { params: { path: undefined } }];
    export const GET = ({ params, props }) => new Response(${params});`,
  "rest/[...path].ts": `export const getStaticPaths = () => [{ params: { path: "a/b" } }, { params: { path: "c" } }];
    export const GET = ({ params, props }) => new Response(${params});`,
  "twice/[id].txt.ts": `let calls = 0; export const getStaticPaths = () => [{ params: { id: "a" }, props: { n: 1 } }, { params: { id: "a" }, props: { n: 2 } }];
    export const GET = ({ params, props }) => new Response(${params} + ++calls);`,
  "more/[id].txt.ts": `export const getStaticPaths = () => [{ params: { id: "a", other: "b" } }];
    export const GET = ({ params, props }) => new Response(${params});`,
  "none/[id].txt.ts":
    "export const getStaticPaths = () => []; export const GET = () => new Response('none');",
  "pages/[page].json.ts": `export const getStaticPaths = ({ paginate }) => paginate(["a", "b", "c"], { pageSize: 2, props: { more: 1 } });
    export const GET = ({ params, props }) => new Response(${params});`,
  "paged/[tag]/[...page].json.ts": `export const getStaticPaths = ({ paginate, routePattern }) => ["x", "y z"].flatMap((tag) =>
      paginate([1, 2, 3], { pageSize: 2, params: { tag }, props: { routePattern } }));
    export const GET = ({ params, props }) => new Response(${params});`,
  "paged-none/[page].json.ts": `export const getStaticPaths = ({ paginate }) => paginate([]);
    export const GET = ({ params, props }) => new Response(${params});`,
  "fixed/[id].txt.ts": `export const getStaticPaths = () => [{ params: { id: "a" } }]; export const GET = () => new Response("dynamic");`,
  "getter/[id].txt.ts": `export function getStaticPaths(options) { return [{ params: { id: Object.keys(options).sort().join("-") } }]; }
    export const GET = ({ params, props }) => new Response(${params});`,
};

const redirects = `{
  "/moved": "/noext",
  "/moved-for-now": { status: 302, destination: "/noext" },
  "/old/[id]": "/bare/[id]",
  "/out": "https://example.org/x?a=1&b=<2>",
  "/moved.json": "/data.json",
  "/deep/moved": "/noext#part",
}`;

const middleware = `export const onRequest = async ({ url, locals, isPrerendered, request }, next) => {
  if (url.pathname.startsWith("/guarded")) return new Response("no entry", { status: 401 });
  if (url.pathname.startsWith("/elsewhere")) return next("/data.json");
  locals.seen = [url.href, isPrerendered, [...request.headers].length];
  const response = await next();
  return url.pathname === "/changed.txt" ? new Response((await response.text()) + " changed") : response;
};`;

const below = (files: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).map(([name, code]) => [`src/pages/${name}`, code]));

/** Few endpoints, for what a config changes. */
const few = below({
  "noext.ts": text("noext"),
  "where.json.ts": where,
  "where/here.ts": where,
  "nested/index.ts": text("nested"),
  "redirect.ts": "export const GET = ({ redirect }) => redirect('/noext');",
  "items/[id].json.ts": `export const getStaticPaths = () => [{ params: { id: "a b" } }]; ${where}`,
  "pages/[...page].json.ts": `export const getStaticPaths = ({ paginate }) => paginate([1, 2, 3], { pageSize: 2 });
    export const GET = ({ props }) => Response.json(props.page.url);`,
});

const config = (members: string, output = "static"): Record<string, string> => ({
  "astro.config.mjs": `export default { output: ${JSON.stringify(output)}, ${members} };`,
});

/** Projects that build. */
export const trees: Readonly<Record<string, Tree>> = {
  answers: { ...config(`site: "https://example.com/site"`), ...below(answers) },
  "no-site": { ...config(""), ...below({ "where.json.ts": where, "old.ts": answers["redirect-301.ts"]! }) },
  paths: { ...config(`site: "https://example.com"`), ...below(paths) },
  redirects: {
    ...config(`site: "https://example.com", redirects: ${redirects}`),
    ...below({
      "noext.ts": text("noext"),
      "data.json.ts": text("data"),
      "bare/[id].ts": paths["bare/[id].ts"]!,
    }),
  },
  "redirects-file": {
    ...config(`build: { format: "file" }, redirects: { "/moved": "/noext", "/deep/moved": "/noext" }`),
    ...below({ "noext.ts": text("noext") }),
  },
  "redirects-off": {
    ...config(`build: { redirects: false }, redirects: { "/moved": "/noext" }`),
    ...below({ "noext.ts": text("noext"), "old.ts": answers["redirect-301.ts"]! }),
  },
  "redirects-preserve": {
    ...config(
      `build: { format: "preserve" }, trailingSlash: "never", redirects: { "/moved": "/noext", "/deep/moved": "/noext" }`,
    ),
    ...below({ "noext.ts": text("noext") }),
  },
  "redirects-always": {
    ...config(
      `site: "https://example.com", base: "/docs", trailingSlash: "always", redirects: { "/moved": "/noext/", "/old/[...rest]": "/bare/[...rest].txt" }`,
    ),
    ...below({
      "noext.ts": text("noext"),
      "bare/[...rest].txt.ts": paths["rest/[...path].ts"]!.replaceAll("{ path:", "{ rest:"),
    }),
  },
  middleware: {
    ...config(`site: "https://example.com"`),
    "src/middleware.ts": middleware,
    ...below({
      "guarded.txt.ts": text("guarded"),
      "elsewhere.txt.ts": text("elsewhere"),
      "changed.txt.ts": text("text"),
      "data.json.ts": text("data"),
      "seen.json.ts": "export const GET = ({ locals }) => Response.json(locals.seen);",
    }),
  },
  base: { ...config(`site: "https://example.com", base: "/docs"`), ...few },
  always: { ...config(`site: "https://example.com", base: "/docs/", trailingSlash: "always"`), ...few },
  never: { ...config(`trailingSlash: "never", build: { format: "file" }`), ...few },
  "out-dir": {
    ...config(`outDir: "./public-files", srcDir: "./source"`),
    "source/pages/a.txt.ts": text("a"),
  },
  server: {
    ...config(`site: "https://example.com", base: "/docs", redirects: { "/moved": "/kept" }`, "server"),
    ...below({
      "kept.ts": `export const prerender = true; ${text("kept")}`,
      "where.json.ts": `export const prerender = true; ${where}`,
      "items/[id].json.ts": `export const prerender = true; export const getStaticPaths = () => [{ params: { id: "a b" } }]; ${where}`,
      "live.ts": text("live"),
      "[...rest].ts": text("rest"),
    }),
  },
  "static-with-live": {
    ...config(`redirects: { "/moved": "/kept" }`),
    ...below({ "kept.ts": text("kept"), "live.ts": `export const prerender = false; ${text("live")}` }),
  },
  "two-routes": {
    ...config(""),
    ...below({
      "a.txt.ts": text("static"),
      "[id].txt.ts": `export const getStaticPaths = () => [{ params: { id: "a" } }, { params: { id: "b" } }]; ${text("dynamic")}`,
      "[...rest].txt.ts": `export const getStaticPaths = () => [{ params: { rest: "b" } }, { params: { rest: "c" } }]; ${text("rest")}`,
    }),
  },
};

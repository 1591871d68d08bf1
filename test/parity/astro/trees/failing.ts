import type { Tree } from "./tree.ts";

const ok = "export const GET = () => new Response('ok');";
const one = (name: string, code: string): Tree => ({
  "astro.config.mjs": "export default {};",
  [`src/pages/${name}`]: code,
});
const paths = (list: string, code = ok): string => `export const getStaticPaths = () => ${list}; ${code}`;

/** Projects that Astro refuses, or that it should. */
export const failing: Readonly<Record<string, Tree>> = {
  throws: one("a.txt.ts", "export const GET = () => { throw new Error('broken'); };"),
  "throws later": one("a.txt.ts", "export const GET = async () => { throw new Error('broken'); };"),
  "throws a text": one("a.txt.ts", "export const GET = () => { throw 'broken'; };"),
  "throws a Response": one("a.txt.ts", "export const GET = () => { throw new Response('thrown'); };"),
  "throws for one path": one(
    "[id].txt.ts",
    paths(
      `["a", "b"].map((id) => ({ params: { id } }))`,
      "export const GET = ({ params }) => { if (params.id === 'b') throw new Error('no b'); return new Response('ok'); };",
    ),
  ),
  "returns nothing": one("a.txt.ts", "export const GET = () => {};"),
  "returns an object": one("a.txt.ts", "export const GET = () => ({ body: 'a' });"),
  "no function": one("a.txt.ts", "export const GET = 'text';"),
  "fails when it loads": one("a.txt.ts", `throw new Error('loading'); ${ok}`),
  "no getStaticPaths": one("[id].txt.ts", ok),
  "getStaticPaths of nothing": one("[id].txt.ts", paths("undefined")),
  "getStaticPaths of an object": one("[id].txt.ts", paths("({ params: { id: 'a' } })")),
  "getStaticPaths of texts": one("[id].txt.ts", paths("['a']")),
  "getStaticPaths without params": one("[id].txt.ts", paths("[{ props: {} }]")),
  "getStaticPaths throws": one("[id].txt.ts", paths("{ throw new Error('paths'); }")),
  "a param is missing": one("[id].txt.ts", paths("[{ params: { other: 'a' } }]")),
  "a param is a number": one("[id].txt.ts", paths("[{ params: { id: 1 } }]")),
  "a param is undefined": one("[id].txt.ts", paths("[{ params: { id: undefined } }]")),
  "a param is an object": one("[id].txt.ts", paths("[{ params: { id: {} } }]")),
  "a param is null": one("[id].txt.ts", paths("[{ params: { id: null } }]")),
  "a param is empty": one("[id].txt.ts", paths("[{ params: { id: '' } }]")),
  "a param is true": one("[id].txt.ts", paths("[{ params: { id: true } }]")),
  "an empty rest without extension": one("a/[...path].ts", paths("[{ params: { path: undefined } }]")),
  "paginate without page": one(
    "[id].txt.ts",
    "export const getStaticPaths = ({ paginate }) => paginate([1]);" + ok,
  ),
  "a file that is a folder too": {
    "astro.config.mjs": "export default {};",
    "src/pages/a.ts": ok,
    "src/pages/a/b.txt.ts": ok,
  },
  "prerender is a text": one("a.txt.ts", `export const prerender = "yes"; ${ok}`),
  "prerender is computed": one("a.txt.ts", `export const prerender = 1 === 1; ${ok}`),
  clientAddress: one("a.txt.ts", "export const GET = ({ clientAddress }) => new Response(clientAddress);"),
  "rewrites to nothing": one("a.txt.ts", "export const GET = ({ rewrite }) => rewrite('/nowhere');"),
  "the root": one("index.ts", ok),
  "a redirect to nowhere": one("a.txt.ts", "export const GET = () => new Response('a', { status: 302 });"),
  "not modified": one("a.txt.ts", "export const GET = () => new Response(null, { status: 304 });"),
  "getStaticPaths of lists": one("[id].txt.ts", paths("[[{ params: { id: 'a' } }]]")),
  ...Object.fromEntries(
    ["a/b", "%41", "x%20y", "100%", "q?r", "h#i", "/slashed/", "[c]", "..", "../../out", "a\\b", "a:b"].map(
      (id) => [
        `the param ${id}`,
        one(
          "[id].txt.ts",
          paths(
            JSON.stringify([{ params: { id } }]),
            "export const GET = ({ params }) => new Response(params.id);",
          ),
        ),
      ],
    ),
  ),
  ...Object.fromEntries(
    ["/a/b/", "a//b", "a/../b", "../../out", "a/./b", "x%20y", "q?r"].map((path) => [
      `the rest ${path}`,
      one(
        "[...path].txt.ts",
        paths(
          JSON.stringify([{ params: { path } }]),
          "export const GET = ({ params }) => new Response(params.path);",
        ),
      ),
    ]),
  ),
  "two routes, refused": {
    "astro.config.mjs": `export default { prerenderConflictBehavior: "error" };`,
    "src/pages/a.txt.ts": ok,
    "src/pages/[id].txt.ts": paths("[{ params: { id: 'a' } }]"),
  },
  "a session": one(
    "a.txt.ts",
    "export const GET = async ({ session }) => new Response(String(await session?.get('a')));",
  ),
};

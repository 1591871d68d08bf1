import type { Tree } from "./tree.ts";
const one = (name: string, code: string): Tree => ({
  "astro.config.mjs": "export default {};",
  [`src/pages/${name}`]: code,
});
const encoded = (encoding: string): string =>
  `export const get = () => ({ body: Buffer.from([137, 80, 78, 0, 255]).toString("${encoding}"), encoding: "${encoding}" });`;

/** Projects with the names and results of Astro 2. */
export const legacy: Readonly<Record<string, Tree>> = {
  results: {
    "astro.config.mjs": `export default { site: "https://example.com" };`,
    "src/pages/builtwith.json.ts": `export async function get({ params, request }) {
      return { body: JSON.stringify({ name: "Astro", url: "https://astro.build/" }) }; }`,
    ...Object.fromEntries(
      [
        "ascii",
        "utf8",
        "utf-8",
        "utf16le",
        "ucs2",
        "ucs-2",
        "base64",
        "base64url",
        "latin1",
        "binary",
        "hex",
      ].map((encoding) => [`src/pages/${encoding}.png.ts`, encoded(encoding)]),
    ),
    "src/pages/plain.txt.ts": "export const get = () => ({ body: 'ä' });",
    "src/pages/bytes.bin.ts": "export const get = () => ({ body: new Uint8Array([0, 255, 1]) });",
    "src/pages/buffer.bin.ts":
      "export const get = () => ({ body: Buffer.from([0, 255, 1]), encoding: 'binary' });",
    "src/pages/empty.txt.ts": "export const get = () => ({ body: '' });",
    "src/pages/response.json.ts": "export const get = () => new Response('{\"a\":1}', { status: 203 });",
    "src/pages/both.txt.ts":
      "export const get = () => ({ body: 'lower' }); export const GET = () => new Response('upper');",
    "src/pages/all.txt.ts": "export const all = ({ request }) => ({ body: request.method });",
    "src/pages/post.txt.ts": "export const post = () => ({ body: 'post' });",
    "src/pages/two.txt.ts":
      "export function get(context, request) { return { body: [context.params === request, typeof request, request?.method].join() }; }",
    "src/pages/redirect.ts": "export const get = ({ redirect }) => redirect('/plain.txt');",
    "src/pages/url.json.ts":
      "export const get = ({ request, url, site }) => ({ body: JSON.stringify([request.url, url.href, site?.href]) });",
    "src/pages/users/[id].json.ts": `const names = ["Sarah", "Chris", "Dan"];
      export const get = ({ params, props }) => ({ body: JSON.stringify({ id: params.id, name: names[params.id], props }) });
      export const getStaticPaths = () => [{ params: { id: "0" } }, { params: { id: "1" }, props: { a: 1 } }, { params: { id: "2" } }];`,
  },
  "returns nothing": one("a.txt.ts", "export const get = () => {};"),
  "returns a text": one("a.txt.ts", "export const get = () => 'text';"),
  "returns null": one("a.txt.ts", "export const get = () => null;"),
  "returns no body": one("a.txt.ts", "export const get = () => ({ status: 200 });"),
  "returns a list": one("a.txt.ts", "export const get = () => ['a'];"),
  "an object as body": one("a.txt.ts", "export const get = () => ({ body: { a: 1 } });"),
  "a number as body": one("a.txt.ts", "export const get = () => ({ body: 12 });"),
  "an odd encoding": one("a.txt.ts", "export const get = () => ({ body: 'a', encoding: 'odd' });"),
};

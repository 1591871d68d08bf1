/** The kinds of endpoints that Astro's guide shows, by their old names and by those of today. */
import { createServer as createHttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { rm } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import request from "supertest";
import { describe, expect, it } from "vitest";

import { keepLog, listen, owned, project } from "../../support/hosts.ts";
import { CLI, run } from "../../support/program.ts";

const LOGO = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0xff]);
const live = "export default { output: 'server' };";

async function urlOf(dir: string): Promise<string> {
  const server = await owned.start({ dir, dev: false, logger: keepLog() });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function serve(files: Record<string, string>): Promise<string> {
  return urlOf(await project({ "astro.config.mjs": live, ...files }));
}

/** Builds, takes the sources away, and serves. */
async function expectBuildAndStart(files: Record<string, string>): Promise<{ url: string; dir: string }> {
  const dir = await project({ "astro.config.mjs": "export default {};", ...files });
  const { code, err } = await run([CLI, "build"], { cwd: dir });
  expect([code, code === 0 ? "" : err]).toEqual([0, ""]);
  await rm(join(dir, "src"), { recursive: true });
  return { url: await urlOf(dir), dir };
}

/** A server that answers as another site does. */
async function site(answer: (text: string) => [type: string, body: Buffer | string]): Promise<string> {
  const server = await listen(
    createHttpServer((req, res) => {
      const chunks: Buffer[] = [];
      req.on("data", (chunk: Buffer) => chunks.push(chunk));
      req.on("end", () => {
        const [type, body] = answer(Buffer.concat(chunks).toString());
        res.writeHead(200, { "Content-Type": type }).end(body);
      });
    }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe.each([
  [
    "of Astro 2",
    `export async function get({ params, request }) {
       return { body: JSON.stringify({ name: "Astro", url: "https://astro.build/" }) }; }`,
    (from: string) => `export async function get({ params, request }) {
       const response = await fetch("${from}/logo.png");
       return { body: Buffer.from(await response.arrayBuffer()), encoding: "binary" }; }`,
    "get",
  ],
  [
    "of today",
    `export async function GET({ params, request }) {
       return new Response(JSON.stringify({ name: "Astro", url: "https://astro.build/" })); }`,
    (from: string) => `export async function GET({ params, request }) {
       const response = await fetch("${from}/logo.png");
       return new Response(await response.arrayBuffer()); }`,
    "GET",
  ],
])("static files %s", (_name, builtwith, logo, get) => {
  it("makes builtwith.json, astro-logo.png and one file for each user", async () => {
    const from = await site(() => ["image/png", LOGO]);
    const body = "JSON.stringify({ name: usernames[params.id] })";
    const { url, dir } = await expectBuildAndStart({
      "src/pages/builtwith.json.ts": builtwith,
      "src/pages/astro-logo.png.ts": logo(from),
      "src/pages/api/[id].json.ts": `const usernames = ["Sarah", "Chris", "Dan"];
        export const ${get} = ({ params, request }) => ${get === "get" ? `({ body: ${body} })` : `new Response(${body})`};
        export function getStaticPaths() { return [{ params: { id: "0" } }, { params: { id: "1" } }, { params: { id: "2" } }]; }`,
    });
    await request(url).get("/builtwith.json").expect(200, '{"name":"Astro","url":"https://astro.build/"}');
    expect(readFileSync(join(dir, "dist/builtwith.json"), "utf8")).toContain("https://astro.build/");
    expect(readFileSync(join(dir, "dist/astro-logo.png"))).toEqual(LOGO);
    const image = await request(url)
      .get("/astro-logo.png")
      .expect(200)
      .expect("Content-Type", /^image\/png/);
    expect(image.body).toEqual(LOGO);
    for (const [id, name] of ["Sarah", "Chris", "Dan"].entries()) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(JSON.parse((await request(url).get(`/api/${id}.json`).expect(200)).text)).toEqual({ name });
    }
    await request(url).get("/api/3.json").expect(404);
  });

  it("answers request-path.json with its own path", async () => {
    const body = "JSON.stringify({ path: new URL(request.url).pathname })";
    const { url } = await expectBuildAndStart({
      "src/pages/request-path.json.ts": `export const ${get} = ({ params, request }) =>
        ${get === "get" ? `({ body: ${body} })` : `new Response(${body})`};`,
    });
    const { text } = await request(url).get("/request-path.json").expect(200);
    expect(JSON.parse(text)).toEqual({ path: "/request-path.json" });
  });
});

it("answers [id].json without getStaticPaths for each request, with a Response and its status", async () => {
  const url = await serve({
    "src/lib/db.ts":
      "export const getProduct = async (id) => (id === '1' ? { id, name: 'Ladder' } : undefined);",
    "src/pages/[id].json.ts": `import { getProduct } from "../lib/db";
      export async function GET({ params }) {
        const product = await getProduct(params.id);
        if (!product) return new Response(null, { status: 404, statusText: "Not found" });
        return new Response(JSON.stringify(product), { status: 200, headers: { "Content-Type": "application/json" } });
      }`,
  });
  await request(url)
    .get("/1.json")
    .expect(200, { id: "1", name: "Ladder" })
    .expect("Content-Type", "application/json");
  await request(url).get("/2.json").expect(404);
});

it.each([
  ["of Astro 2", "get", "post", "del", "all", (text: string) => `({ body: JSON.stringify(${text}) })`],
  ["of today", "GET", "POST", "DELETE", "ALL", (text: string) => `new Response(JSON.stringify(${text}))`],
])(
  "calls the function of the method, or the one for all: names %s",
  async (_name, get, post, del, all, answer) => {
    const url = await serve({
      "src/pages/methods.json.ts": [
        ...[get, post, del].map((name) => `export const ${name} = () => ${answer(`{ method: "${name}" }`)};`),
        `export const ${all} = ({ request }) => ${answer("{ method: 'other ' + request.method }")};`,
      ].join("\n"),
    });
    const json = { "Content-Type": "application/json" };
    const send = async (method: string): Promise<string> =>
      (await fetch(`${url}/methods.json`, { method, headers: json })).text();
    expect(JSON.parse(await send("GET"))).toEqual({ method: get });
    expect(JSON.parse(await send("POST"))).toEqual({ method: post });
    expect(JSON.parse(await send("DELETE"))).toEqual({ method: del });
    expect(JSON.parse(await send("PUT"))).toEqual({ method: "other PUT" });
  },
);

it("reads the JSON that test-post.json gets", async () => {
  const url = await serve({
    "src/pages/test-post.json.ts": `export const POST = async ({ request }) => {
      if (request.headers.get("Content-Type") !== "application/json") return new Response(null, { status: 400 });
      const { name } = await request.json();
      return new Response(JSON.stringify({ message: "Your name was: " + name }), { status: 200 });
    };`,
  });
  const answer = await request(url).post("/test-post.json").send({ name: "Ann" }).expect(200);
  expect(JSON.parse(answer.text)).toEqual({ message: "Your name was: Ann" });
  await request(url).post("/test-post.json").set("Content-Type", "application/xml").send("<a/>").expect(400);
});

it("redirects links/[id]", async () => {
  const url = await serve({
    "src/lib/db.ts":
      "export const getLinkUrl = async (id) => (id === 'docs' ? 'https://docs.example.com/' : undefined);",
    "src/pages/links/[id].ts": `import { getLinkUrl } from "../../lib/db";
      export async function GET({ params, redirect }) {
        const link = await getLinkUrl(params.id);
        return link ? redirect(link, 307) : new Response(null, { status: 404, statusText: "Not found" });
      }`,
  });
  await request(url).get("/links/docs").expect(307).expect("Location", "https://docs.example.com/");
  await request(url).get("/links/none").expect(404);
});

it("checks a recaptcha with the site that verifies it", async () => {
  const verifier = await site((text) => {
    const { secret, response } = JSON.parse(text) as { secret: string; response: string };
    return [
      "application/json",
      JSON.stringify({ success: secret === "site-secret" && response === "right" }),
    ];
  });
  const url = await serve({
    ".env": "RECAPTCHA_SECRET=site-secret\n",
    "src/pages/recaptcha.ts": `export async function POST({ request }) {
      const data = await request.json();
      const response = await fetch("${verifier}/siteverify", {
        method: "POST", headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ secret: import.meta.env.RECAPTCHA_SECRET, response: data.recaptcha }) });
      return new Response(JSON.stringify(await response.json()), { status: 200 });
    }`,
  });
  for (const [recaptcha, success] of [
    ["right", true],
    ["wrong", false],
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const answer = await request(url).post("/recaptcha").send({ recaptcha }).expect(200);
    expect(JSON.parse(answer.text)).toEqual({ success });
  }
});

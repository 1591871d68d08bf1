import { cp } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { ANNOUNCE, programsOf } from "../support/docs.ts";
import { folder, install, link } from "../support/installed.ts";
import { shared } from "../support/lifetime.ts";
import { launch } from "../support/program.ts";
import { write } from "../support/standalone.ts";
import { askUrl } from "../support/over.ts";

const programs = await programsOf("docs/mounting.md", "docs/mounting-more.md");
const elsewhere = new Set(["firebase.mjs", "vite.config.js"]);
const servers = [...programs.keys()].filter((name) => !elsewhere.has(name));
const hosts = ["express", "connect", "fastify", "@fastify/middie", "koa", "hono", "@hono/node-server"];

const JSON_BODY = { method: "POST", headers: { "content-type": "application/json" }, body: '{"a":1}' };
const ROUTES = {
  "pages/api/users/[id].js":
    "export default (req, res) => res.status(201).json([req.url, req.query, req.body]);",
  "pages/api/web.js": "export default () => fetch('data:text/plain,fetched');",
};
/** Programs that are run with a line more, or with another package. */
const edits = {
  "express.mjs with Express 4": (code: string) => code.replace('"express"', '"express4"'),
  // What @fastify/cors does.
  "fastify-route.mjs": (code: string) =>
    code.replace(
      "app.all(",
      'app.addHook("onRequest", async (_, reply) => void reply.header("Access-Control-Allow-Origin", "*"));\n$&',
    ),
};
/** Those with middleware in front that lets any origin in. */
const open = new Set(["fastify-route.mjs", "hono-middleware.mjs"]);
const ANSWER = ["/api/users/7?b=2", { b: "2", id: "7" }, { a: 1 }];

it("the document has a program for each host", () => {
  expect(servers.map((name) => name.replace(".mjs", ""))).toEqual([
    "express",
    "connect",
    "fastify",
    "fastify-route",
    "koa",
    "hono",
    "hono-middleware",
    "http",
    "https",
    "http2",
  ]);
});

/** Fastify may listen more than once, Hono replaces globals. All others are in one process. */
const alone = [["fastify.mjs"], ["fastify-route.mjs"], ["hono.mjs"]];
const together = [...servers, "express.mjs with Express 4"].filter((name) => !alone.flat().includes(name));

describe.each([...alone, together].map((titles) => [titles]))("of %j,", (titles) => {
  const served = shared(async () => {
    const dir = await folder();
    await install(dir, { tools: true });
    for (const host of [...hosts, "express4"]) await link(host, join(dir, "node_modules"));
    await cp(new URL("../fixtures/tls", import.meta.url), dir, { recursive: true });
    const codes = titles.map((title, index): [string, string] => {
      const edited = edits[title as keyof typeof edits] ?? String;
      return [`${index}.mjs`, edited(programs.get(title.split(" ")[0]!)!)];
    });
    const all = `import { once } from "node:events";
      for (let index = 0; index < ${titles.length}; index += 1) {
        const announced = once(process, "announced");
        await import(\`./\${index}.mjs\`);
        await announced;
      }`;
    const files = { ...ROUTES, ...Object.fromEntries(codes), "all.mjs": all, "announce.mjs": ANNOUNCE };
    await write(dir, files);
    const announce = pathToFileURL(join(dir, "announce.mjs")).href;
    const { prints } = launch(["--import", announce, "all.mjs"], { cwd: dir });
    const urls = new Map<string, string>();
    for (const title of titles) urls.set(title, (await prints(/(http:\/\/\S+) ready.*\n/))[1]!);
    return urls;
  });

  it.each(titles)("%s serves routes and leaves the rest", async (title) => {
    const [name = ""] = title.split(" ");
    const url = served().get(title)!;
    const isSecure = name === "https.mjs" || name === "http2.mjs";
    const base = isSecure ? url.replace("http:", "https:") : url;

    const answer = await askUrl(`${base}/api/users/7?b=2`, JSON_BODY);
    expect([answer.status, JSON.parse(answer.text)]).toEqual([201, ANSWER]);
    expect(answer.headers["access-control-allow-origin"]).toBe(open.has(name) ? "*" : undefined);
    expect(await askUrl(`${base}/api/web`, {})).toMatchObject({ status: 200, text: "fetched" });
    const none = await askUrl(`${base}/about`, {});
    expect([none.status, none.text]).toEqual([404, isSecure ? "Not Found" : "no page"]);
  });
});

describe.each(["vite", "vite7"])("vite.config.js, %s", (vite) => {
  /** What `vite dev` and `vite preview` do, in one process. */
  const program = `import { createServer, preview } from "${vite}";
    const options = { host: "127.0.0.1", port: 0 };
    const dev = await createServer({ server: options });
    await dev.listen();
    dev.printUrls();
    (await preview({ preview: options })).printUrls();`;
  const served = shared(async () => {
    const dir = await folder();
    await install(dir, { tools: true });
    await link(vite, join(dir, "node_modules"));
    await write(dir, {
      ...ROUTES,
      "package.json": '{ "type": "module" }',
      "vite.config.js": programs.get("vite.config.js")!.replace('"vite"', `"${vite}"`),
      "program.js": program,
      "index.html": "<p>page of dev",
      "dist/index.html": "<p>page of preview",
    });
    const { prints } = launch(["program.js"], { cwd: dir, env: { VITEST: undefined } });
    const next = async (): Promise<string> => (await prints(/Local: +(http:\/\/127\.0\.0\.1:\d+)/))[1]!;
    return { dev: await next(), preview: await next() };
  });

  it.each(["dev", "preview"] as const)("serves routes and the page: vite %s", async (command) => {
    const url = served()[command];
    const answer = await askUrl(`${url}/api/users/7?b=2`, JSON_BODY);
    expect([answer.status, JSON.parse(answer.text)]).toEqual([201, ANSWER]);
    const headers = { accept: "text/html" };
    expect((await askUrl(`${url}/about`, { headers })).text).toContain(`<p>page of ${command}`);
  });
});

import { symlink, writeFile } from "node:fs/promises";
import { createServer as createHttpServer, type Server } from "node:http";
import { join } from "node:path";
import express from "express";
import { describe, expect, it } from "vitest";
import { createHandler, createServer } from "../../src/index.ts";
import { createSite } from "../../src/vite/site.ts";
import { expectNothingEscapes } from "../support/escaped.ts";
import { keepLog, listen, project } from "../support/hosts.ts";
import { answersOf, ask, exchange } from "../support/wire.ts";

expectNothingEscapes();

/** In every file that no request may reach; as code, it would also answer with it. */
const SECRET = "top-secret";
const CODE = `export default (_req, res) => res.send(${JSON.stringify(SECRET)});\n`;

const FILES = {
  "pages/api/hello.js": "export default (_req, res) => res.send('hello');\n",
  "pages/api/users/[id].js": "export default (req, res) => res.json(req.query.id);\n",
  "pages/api/rest/[...path].js": "export default (req, res) => res.json(req.query.path);\n",
  "pages/secret.js": CODE,
  "lib/secret.js": CODE,
  "secret.js": CODE,
  "api/secret.js": CODE,
  ".env.secret": SECRET,
  "public/index.html": "public",
  "public/assets/app.js": "app",
  "public-secret.txt": SECRET,
  "public.txt": SECRET,
};

/** Ways up, in as many spellings. */
const UP = [
  "../",
  "..%2f",
  "..%2F",
  "%2e%2e/",
  "%2E%2E%2F",
  ".%2e/",
  "%2e./",
  "..\\",
  "..%5c",
  "%2e%2e%5C",
  "..%252f",
  "%252e%252e/",
  "%252e%252e%252f",
  "%25252e%25252e%25252f",
  "..%c0%af",
  "%c0%ae%c0%ae/",
  "%c0%ae%c0%ae%c0%af",
  "..%e0%80%af",
  "..%ef%bc%8f",
  "..;/",
  "....//",
  "....\\\\",
  ".../",
  "..%00/",
  "..%0d/",
  "..//",
  "..?/",
  "..#/",
];
const STARTS = [
  "/",
  "/api/",
  "/api/hello/",
  "/api/users/",
  "/api/users/x/",
  "/api/rest/",
  "/assets/",
  "/v1/api/",
];
const ENDS = ["secret", "secret.js", "lib/secret.js", "public-secret.txt"];

const PLAIN = [
  "/secret.js",
  "/secret",
  "/pages/secret",
  "/pages/secret.js",
  "/pages/api/hello.js",
  "/api/hello.js",
  "/api/hello%2ejs",
  "/api/hello%00.js",
  "/api/hello.js%00",
  "/api/users/[id].js",
  "/api/%5Bid%5D",
  "/api/secret",
  "/api/secret.js",
  "/lib/secret.js",
  "/.env.secret",
  "/.env",
  "/package.json",
  "/.git/config",
  "/node_modules/",
  "/@fs/",
  "/etc/passwd",
  "//etc/passwd",
  "///etc/passwd",
  "/\\etc\\passwd",
  "/file:///etc/passwd",
  "file:///etc/passwd",
  "http://any.test/../../etc/passwd",
  "/api/C:\\Windows\\win.ini",
  "/api/rest/C:/Windows/win.ini",
  "/public.txt",
  "/public-secret.txt",
  "/api/linked",
];

const TARGETS: readonly string[] = [
  ...PLAIN,
  ...STARTS.flatMap((start) =>
    UP.flatMap((up) => [1, 3].flatMap((times) => ENDS.map((end) => start + up.repeat(times) + end))),
  ),
];

/** What no answer has: a list of users, the text of a source, a name of the file system. */
const CONTENT = /root:|export default|\[extensions\]/;
const ANSWERS = new Set([200, 308, 400, 404]);

type Answers = ReturnType<typeof answersOf>;
const AT_ONCE = 50;

/** Ways of serving the project's files. */
const MODES: [name: string, start: (dir: string) => Promise<Server>][] = [
  ["createServer in production", async (dir) => owned(dir, false)],
  ["createServer in development", async (dir) => owned(dir, true)],
  ["createHandler in node:http", async (dir) => listen(createHttpServer(await handlerOf(dir)))],
  ["createHandler in Express", async (dir) => listen(createHttpServer(express().use(await handlerOf(dir))))],
  [
    "createHandler in Express below a path",
    async (dir) => listen(createHttpServer(express().use("/v1", await handlerOf(dir)))),
  ],
  [
    "createHandler in Express below /api",
    async (dir) => listen(createHttpServer(express().use("/api", await handlerOf(dir)))),
  ],
  ["a site with its client", async (dir) => siteOf(dir)],
  ["a site whose client is below a path", async (dir) => siteOf(dir, "/assets/")],
];

describe.each(MODES)("%s", (_name, start) => {
  it("serves no file but its routes and its client", async () => {
    const server = await start(await project(FILES));
    const found = new Set<number>();
    const wrong: string[] = [];
    const answers = await askAll(server, TARGETS);
    expect(answers).toHaveLength(TARGETS.length);
    for (const [index, { status, body }] of answers.entries()) {
      found.add(status);
      // A dynamic route is given the text of its param, and no file.
      const leaks = (!isParam(body) && body.includes(SECRET)) || CONTENT.test(body);
      // Express answers malformed paths by itself.
      if (leaks || !ANSWERS.has(status)) wrong.push(`${TARGETS[index]}: ${status} ${body}`);
    }
    expect(wrong).toEqual([]);
    expect(found).toContain(404);
  });
});

it.each<[sent: string, given: unknown]>([
  ["/api/users/..%2f..%2fsecret", "../../secret"],
  ["/api/users/..%5c..%5csecret", "..\\..\\secret"],
  ["/api/users/%252e%252e%252fsecret", "%2e%2e%2fsecret"],
  ["/api/users/..%00", "..\0"],
  ["/api/rest/..%2f/%2fetc%2fpasswd", ["../", "/etc/passwd"]],
])(
  "a param is what the client has sent, decoded once, and for the route to judge: %s",
  async (sent, given) => {
    const server = await owned(await project(FILES), false);
    expect(JSON.parse((await ask(server, sent)).body)).toEqual(given);
  },
);

it("a link in the folder of routes is its owner's, and leads where it says", async () => {
  const dir = await project(FILES);
  await symlink(join(dir, "secret.js"), join(dir, "pages/api/linked.js"));
  expect(await ask(await owned(dir, false), "/api/linked")).toMatchObject({ status: 200, body: SECRET });
});

describe("in development, an error whose message has a client's text", () => {
  /** Lines that look like frames of a stack. */
  const frames = (file: string): string =>
    [
      `x\n    at ${file}:1:1`,
      `x\n    at run (${file}:1:1)`,
      `x\n    at file://${file}:1:1\n    at ${file}:2:1`,
    ].join("\n");

  it.each(["*/*", "application/json", "text/html"])(
    "shows %s no file that the text names",
    async (accept) => {
      const dir = await project({
        "pages/api/fail.js": "export default (req) => { throw new Error('unknown: ' + req.query.name); };\n",
        "pages/api/changed.js":
          "export default (req) => { const error = new Error(req.query.name); error.message = 'changed'; throw error; };\n",
        "pages/api/other.js":
          "export default (req) => { throw { message: 'x', stack: 'Error: x\\n' + req.query.name }; };\n",
        "pages/api/cause.js":
          "export default (req) => { throw new Error('x', { cause: new Error(req.query.name) }); };\n",
        "pages/api/syntax.js": "export default (req) => { throw new SyntaxError(req.query.name); };\n",
      });
      const file = join(await project({}), "secret.txt");
      await writeFile(file, `${SECRET}\n`.repeat(20));
      const server = await owned(dir, true);
      for (const route of ["fail", "changed", "other", "cause", "syntax"]) {
        const target = `/api/${route}?name=${encodeURIComponent(frames(file))}`;
        const answer = await ask(server, target, { headers: { Accept: accept } });
        expect(answer.status).toBe(500);
        expect(answer.body, route).not.toContain(SECRET);
      }
      const { body } = await ask(server, "/api/fail?name=x", { headers: { Accept: accept } });
      expect(body).toContain("unknown: x");
      expect(body).toContain("pages_api_fail");
    },
  );
});

/** Asks for all of them, in turn, over few connections: thousands would take longer than their requests. */
async function askAll(server: Server, targets: readonly string[]): Promise<Answers> {
  const answers: Answers = [];
  for (let at = 0; at < targets.length; at += AT_ONCE) {
    const requests = targets
      .slice(at, at + AT_ONCE)
      .map((target) => `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1`);
    const text = `${requests.join("\r\n\r\n")}\r\nConnection: close\r\n\r\n`;
    answers.push(...answersOf(await exchange(server, text)));
  }
  return answers;
}

/** As a developer starts it: in tests, a failing route answers as in production. */
async function owned(dir: string, dev: boolean): Promise<Server> {
  const before = process.env["NODE_ENV"];
  process.env["NODE_ENV"] = "development";
  try {
    const server = createServer({ dir, dev, logger: keepLog(), surviveUncaught: false });
    await server.ready();
    return await listen(server);
  } finally {
    process.env["NODE_ENV"] = before;
  }
}

async function handlerOf(dir: string) {
  const handler = createHandler({ dir, dev: false, logger: keepLog() });
  await handler.ready();
  return handler;
}

async function siteOf(dir: string, base = "/"): Promise<Server> {
  const site = createSite({ dir, base, clientDir: join(dir, "public"), logger: keepLog() });
  await site.ready();
  return listen(site);
}

function isParam(body: string): boolean {
  return body.startsWith('"') || body.startsWith("[");
}

import { afterEach, describe, expect, it, vi } from "vitest";
import { parseOptions } from "../../src/cli/arguments.ts";
import { routes } from "../../src/cli/routes.ts";
import { project } from "../support/hosts.ts";

const handler = "export default (req, res) => res.end();\n";

const FILES = {
  "next.config.mjs": `export default {
    basePath: "/shop",
    headers: async () => [{ source: "/api/:path*", headers: [{ key: "X-Frame-Options", value: "DENY" }] }],
    redirects: async () => [
      { source: "/api/old/:id", destination: "/api/users/:id", permanent: true,
        has: [{ type: "header", key: "x-old" }], missing: [{ type: "cookie", key: "new" }] },
    ],
    rewrites: async () => ({
      beforeFiles: [{ source: "/api/me", destination: "/api/users/7" }],
      afterFiles: [{ source: "/api/legacy/:path*", destination: "http://legacy.test/:path*" }],
      fallback: [{ source: "/api/:path*", destination: "/api/hello" }],
    }),
  };`,
  "middleware.js":
    'export const config = { matcher: ["/api/admin/:path*", { source: "/api/me", has: [{ type: "query", key: "q" }] }] };\n' +
    "throw new Error('it ran');",
  "pages/api/hello.js": handler,
  "pages/api/users/[id].js": handler,
};

afterEach(() => vi.restoreAllMocks());

/** Runs the command in this process, and gives what it prints. */
async function expectRun(dir: string, ...args: string[]): Promise<string> {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  log.mockClear();
  const { values } = parseOptions(routes.options, args, 0);
  expect(await routes.run(dir, values)).toBe(0);
  return log.mock.calls.map(([text]) => `${text as string}\n`).join("");
}

/** The table, each line as its cells. */
function rowsOf(stdout: string): string[][] {
  return stdout
    .split("\n")
    .filter((line) => line.startsWith("  "))
    .map((line) => line.trim().split(/ {2,}/));
}

describe("pages-api routes", () => {
  it("lists what surrounds the routes in the order in which it applies, and runs no middleware", async () => {
    expect(rowsOf(await expectRun(await project(FILES))).slice(0, 11)).toEqual([
      ["base path", "/shop"],
      ["redirect", "/shop/api/old/:id", "308 /shop/api/users/:id", "(header x-old, no cookie new)"],
      ["header", "/shop/api/:path*", "X-Frame-Options: DENY"],
      ["middleware", "/api/admin/:path*", "middleware.js"],
      ["middleware", "/api/me", "middleware.js", "(query q)"],
      ["rewrite before files", "/shop/api/me", "/shop/api/users/7"],
      ["routes", "without params"],
      ["rewrite", "/shop/api/legacy/:path*", "http://legacy.test/:path*"],
      ["routes", "with params"],
      ["rewrite last", "/shop/api/:path*", "/shop/api/hello"],
      ["/api/hello", "pages/api/hello.js"],
    ]);
  });
});

describe("pages-api routes --for", () => {
  const ask = async (...args: string[]): Promise<string[][]> =>
    rowsOf(await expectRun(await project(FILES), "--for", ...args));

  const PATH = ["path", "/shop/api/me"];
  const HEADERS = ["header", "/shop/api/:path* → X-Frame-Options: DENY"];
  const NO_REDIRECT = ["redirect", "none applies"];

  it("goes the way of a request to its route, through a rewrite", async () => {
    expect(await ask("/shop/api/me")).toEqual([
      PATH,
      NO_REDIRECT,
      HEADERS,
      ["middleware", "middleware.js does not run: its matcher names other requests"],
      ["rewrite before files", "/shop/api/me → /shop/api/users/7"],
      ["rewrite", "none applies"],
      ["route", "/api/users/[id]", "pages/api/users/[id].js", "id=7"],
    ]);
  });

  it("says that the middleware runs", async () => {
    expect((await ask("/shop/api/me?q=1"))[3]).toEqual([
      "middleware",
      "middleware.js runs: it may answer, or change what follows",
    ]);
  });

  it("ends with a redirect, for a request with the headers that it needs", async () => {
    expect(await ask("/shop/api/old/5", "-H", "X-Old: 1")).toEqual([
      ["path", "/shop/api/old/5"],
      ["redirect", "/shop/api/old/:id → 308 /shop/api/users/5 (header x-old, no cookie new)"],
    ]);
    expect((await ask("/shop/api/old/5", "-H", "x-old: 1", "-H", "cookie: new=1"))[1]).toEqual(NO_REDIRECT);
  });

  it("ends with another server", async () => {
    expect((await ask("/shop/api/legacy/a?x=1")).at(-1)).toEqual([
      "rewrite",
      "/shop/api/legacy/:path* → http://legacy.test/a?x=1",
    ]);
  });

  it("ends with the plain form of a path", async () => {
    expect(await ask("/shop/api/hello/")).toEqual([["path", "308 /shop/api/hello"]]);
  });

  it("says why nothing answers", async () => {
    expect((await ask("/api/hello")).at(-1)).toEqual([
      "answer",
      "404: no route has this path; the routes are below /shop",
    ]);
  });

  it("names the methods that a route handler has, where the request has another", async () => {
    const dir = await project({ "app/api/x/route.js": "export const GET = () => new Response();" });
    const stdout = await expectRun(dir, "--for", "/api/x", "-X", "post");
    expect(stdout).toMatch(/^POST \/api\/x\n/);
    expect(rowsOf(stdout).at(-1)).toEqual(["answer", "405: it exports no POST, but GET, HEAD, OPTIONS"]);
  });

  it("prints JSON of a documented shape", async () => {
    const dir = await project({ "pages/api/users/[id].js": handler });
    expect(JSON.parse(await expectRun(dir, "--for", "/api/users/7?x=1", "--json"))).toEqual({
      method: "GET",
      url: "/api/users/7?x=1",
      steps: [{ kind: "path", source: "", does: "/api/users/7?x=1", when: [] }],
      route: { pattern: "/api/users/[id]", file: "pages/api/users/[id].js", params: { id: "7" } },
    });
  });

  it.each([
    [["api"], '--for is "api". Write a path, such as /api/users/7?full=1.'],
    [["/api", "-H", "x"], '--header is "x". Write a name and a value: "accept: text/html".'],
  ])("refuses %j", async (args, message) => {
    await expect(expectRun(await project(FILES), "--for", ...args)).rejects.toThrow(message);
  });
});

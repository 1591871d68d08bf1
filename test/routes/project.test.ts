import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { copyFixture } from "../support/fixture.ts";
import { folder, install } from "../support/installed.ts";
import { expectBuild } from "../support/standalone.ts";
import { CLI, run, type Serving, serving } from "../support/program.ts";

interface Row {
  readonly path: string;
  readonly init?: RequestInit;
  readonly status?: number;
  /** The body, as JSON where it is no string. */
  readonly body: unknown;
}

const LOCAL = {
  alias: "alias",
  own: "alias",
  data: { kind: "json", "a-b": 1 },
  same: true,
  folder: "folder",
};
const UNSUPPORTED = /headers\(\).*read req\.headers and req\.cookies/;

/** What every way of serving the project answers, in this order. */
const ROWS: readonly Row[] = [
  { path: "typescript?q=a", body: ["blue", 2, 4, "Rex woof 4", "on", "a"] },
  { path: "untyped-import", init: { method: "PUT" }, status: 201, body: { method: "PUT" } },
  { path: "decorators", body: ["ran", ["run"]] },
  { path: "view", body: { type: "fragment", children: { type: "section", children: "text" } } },
  { path: "legacy?id=1", body: { type: "b", id: "1" } },
  {
    path: "imports?lang=fr",
    body: {
      ...LOCAL,
      even: false,
      script: ["script", expect.stringMatching(/^script\.c?js$/), "script"],
      lazy: "lazy",
      text: "bonjour",
    },
  },
  { path: "state/first", body: 1 },
  { path: "state/second", body: 2 },
  { path: "state/first", body: 3 },
  { path: "config", init: { method: "POST", body: "ten bytes." }, body: "ten bytes." },
  {
    path: "config",
    init: { method: "POST", body: "ten bytes.." },
    status: 413,
    body: "Body exceeded 10b limit",
  },
  { path: "await", body: "awaited" },
  {
    path: "files/a%20b",
    body: {
      beside: "beside",
      byUrl: "by url",
      byCwd: ["one", "two"],
      found: "found",
      file: "pages/api/files/[name].ts",
      name: "a b",
      module: "undefined",
    },
  },
  {
    path: "packages",
    body: {
      db: { table: "users", modern: "modern", kind: "row" },
      babel: ["babel", "named", "babel", "babel"],
      dual: ["import", "require"],
      modern: ["modern", "named", "sub", "named"],
      plain: ["plain", "extra"],
    },
  },
  { path: "native", body: ["object", true] },
  { path: "env", body: ["hello fixture", "$5", "set", "real", "nodejs"] },
  { path: "next", body: ["1", 202, false] },
  { path: "unsupported", body: expect.stringMatching(UNSUPPORTED) },
  {
    path: "stack",
    body: [
      expect.stringMatching(/at fail \(.*\/lib\/fail\.ts:6:9\)$/),
      expect.stringMatching(/\/pages\/api\/stack\.ts:9:5\)$/),
    ],
  },
];
const COMMONJS: readonly Row[] = [
  { path: "commonjs/handler", init: { method: "POST", body: "x" }, body: ["function", "undefined"] },
  { path: "commonjs/flagged", body: ["flagged", "api/commonjs/flagged.js"] },
];

async function expectAnswers(serving: Serving, rows: readonly Row[]): Promise<void> {
  for (const { path, init, status = 200, body } of rows) {
    const answer = await fetch(`${serving.url}/api/${path}`, init);
    const text = await answer.text();
    const isJson = answer.headers.get("content-type")?.startsWith("application/json") === true;
    expect([path, answer.status, isJson ? JSON.parse(text) : text]).toEqual([path, status, body]);
  }
  // The log names the source, not what was made of it.
  const thrown = await fetch(`${serving.url}/api/throws`);
  expect(thrown.status).toBe(500);
  await serving.prints(
    /thrown on purpose\n(?: +at .*\n)*? +at fail \(.*\/lib\/fail\.ts:6:9\)\n +at .*\/pages\/api\/throws\.ts:3:22\b/,
  );
}

/** Ways of serving a project: what is to be run in its folder. */
type Serve = (dir: string, cli: string) => Promise<Serving>;
const env = { FIXTURE_REAL: "real" };

const WAYS: Readonly<Record<string, Serve>> = {
  dev: (dir, cli) => serving([cli, "dev"], { cwd: dir, env }),
  "start without a build": (dir, cli) => serving([cli, "start"], { cwd: dir, env }),
  async "start with a build"(dir, cli) {
    expect(await run([CLI, "build"], { cwd: dir })).toMatchObject({ code: 0, err: "" });
    for (const name of [
      "lib/counter.ts",
      "pages/api/await.ts",
      "packages",
      "tsconfig.json",
      "node_modules/esbuild",
    ])
      await rm(join(dir, name), { recursive: true });
    return serving([cli, "start"], { cwd: dir, env });
  },
  async standalone(dir, cli) {
    await expectBuild(cli, dir);
    const elsewhere = await folder();
    await rename(join(dir, ".pages-api/standalone"), join(elsewhere, "app"));
    await rm(dir, { recursive: true });
    return serving([join(elsewhere, "app/server.js")], { cwd: elsewhere, env });
  },
};

describe.each([undefined, "module"] as const)('a project with package.json "type": %s', (type) => {
  it.each(Object.keys(WAYS))("answers right under %s", async (way) => {
    const dir = await folder();
    await copyFixture(dir, type);
    const cli = await install(dir, { tools: true, copied: way === "standalone" });
    await expectAnswers(await WAYS[way]!(dir, cli), type === "module" ? ROWS : [...ROWS, ...COMMONJS]);
  });
});

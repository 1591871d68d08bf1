import request from "supertest";
import { expect, it } from "vitest";
import { run, runInstalled, serving } from "../support/program.ts";
import { projectWith, serveElsewhere } from "../support/standalone.ts";

const json = (value: object): string => JSON.stringify(value);

/** What loads under Next, each answer as Next 16.4.6 gives it. */
const FILES = {
  "next.config.mjs": "export default { typescript: { tsconfigPath: 'tsconfig.app.json' } };",
  "tsconfig.json": json({ compilerOptions: { paths: { "@/*": ["./wrong/*"] } } }),
  "tsconfig.app.json": json({ extends: "#base" }),
  "package.json": json({ private: true, imports: { "#base": "./config/base.json" } }),
  "config/base.json": json({
    compilerOptions: { paths: { "@/*": ["${configDir}/lib/*"], assert: ["../lib/assert.ts"] } },
  }),
  "lib/sub/tsconfig.json": json({ compilerOptions: { paths: { "@/*": ["../../wrong/*"] } } }),
  "lib/sub/v.ts": 'import { text } from "@/text"; export const v = text;',
  "lib/text.ts": "export const text: string = 'typescript';",
  "lib/assert.ts": "export default 'mine';",
  "lib/make.js": "module.exports = () => 'made';",
  "lib/jobs/a.ts": "export default 'job a';",
  "lib/user.ts": 'import { post } from "./post"; export const user = { name: "user", post: () => post() };',
  "lib/post.ts": 'const u = require("./user"); export const post = () => u.user.name;',
  "lib/job.ts":
    'import { parentPort, workerData } from "node:worker_threads"; import { text } from "./text"; parentPort!.postMessage([text as string, workerData]);',
  // Imported, run and read.
  "lib/child.cjs":
    "exports.name = 'child'; if (require.main === module) process.send(require('./part.cjs'));",
  "lib/part.cjs": "module.exports = 'part';",
  "node_modules/moment/package.json": json({ name: "moment" }),
  "node_modules/moment/index.js": "module.exports = () => 'now';",
  "node_modules/only/package.json": json({ name: "only", module: "./i.js" }),
  "node_modules/only/i.js": 'export { x as default } from "./x";',
  "node_modules/only/x.js": "export const x = 'only';",
  "pages/api/namespace.ts": `import * as moment from "moment"; import * as make from "../../lib/make"; import * as check from "node:assert";
    (check as any)(true); export default (q: any, s: any) => s.json([(moment as any)(), (make as any)()]);`,
  "pages/api/pattern.ts": `const path = "p", map = "m";
    export default async (q: any, s: any) => {
      let code; try { require(\`../../lib/none/\${q.query.n}.js\`); } catch (error: any) { code = error.code; }
      s.json([path, map, (await import(\`../../lib/jobs/\${q.query.n}\`)).default, (await import(\`@/jobs/\${q.query.n}\`)).default, code]);
    };`,
  "pages/api/circle.ts":
    'import { user } from "../../lib/user"; export default (q: any, s: any) => s.json(user.post());',
  "pages/api/worker.ts": `import { once } from "node:events"; import { Worker } from "node:worker_threads";
    export default async (q: any, s: any) => {
      const worker = new Worker(new URL("../../lib/job.ts", import.meta.url), { workerData: 5 });
      s.json((await once(worker, "message"))[0]);
    };`,
  "pages/api/module.ts": `import only from "only";
    export default (q: any, s: any) => s.json([require.main === module, typeof (module as any).hot, only]);`,
  "pages/api/config.ts":
    'import assert from "assert"; import { v } from "@/sub/v"; export default (q: any, s: any) => s.json([assert, v]);',
  "pages/api/child.ts": `import { fork } from "node:child_process"; import { once } from "node:events"; import { readFileSync } from "node:fs"; import { join } from "node:path";
    import { name } from "../../lib/child.cjs";
    export default async (q: any, s: any) => {
      const child = fork(join(process.cwd(), "lib/child.cjs"));
      const [message] = await once(child, "message");
      s.json([name, message, readFileSync(join(process.cwd(), "lib/text.ts"), "utf8").length]);
    };`,
};

const ANSWERS: Readonly<Record<string, unknown>> = {
  namespace: ["now", "made"],
  "pattern?n=a": ["p", "m", "job a", "job a", "MODULE_NOT_FOUND"],
  circle: "user",
  worker: ["typescript", 5],
  module: [false, "undefined", "only"],
  config: ["mine", "typescript"],
  child: ["child", "part", FILES["lib/text.ts"].length],
};

/** What bundlers let through, and Node alone would not; each answer as Next 16.4.6 gives it. */
const NAMES = {
  "node_modules/pack/package.json": json({ name: "pack", type: "module", exports: "./m.js" }),
  "node_modules/pack/m.js": "export const there = 1;",
  "node_modules/old/package.json": json({ name: "old" }),
  "node_modules/old/index.js": 'for (const name of ["one", "two"]) exports[name] = name;',
  "lib/star.ts": 'export * from "old";',
  "lib/jobs/b.js": "module.exports = 'job b';",
  "pages/api/missing.ts": `import { missing } from "node:fs"; import none, { there, gone } from "pack";
    export default (q: any, s: any) => s.json([typeof missing, typeof none, there, typeof gone]);`,
  "pages/api/serves.ts": 'import { createServer } from "node:http"; export default createServer();',
  "pages/api/star.ts":
    'import { one, two } from "../../lib/star"; export default (q: any, s: any) => s.json([one, two]);',
  "pages/api/context.ts": `const jobs = (require as any).context("../../lib/jobs");
    export default (q: any, s: any) => s.json([jobs.keys(), jobs("./a.ts").default, jobs("./b.js")]);`,
};

const NAMED = {
  missing: ["undefined", "undefined", 1, "undefined"],
  star: ["one", "two"],
  context: [["./a.ts", "./b.js"], "job a", "job b"],
};

const WARNINGS = [
  'pages/api/missing.ts:1:10: "node:fs" does not export "missing": it is undefined, as under Next.',
  'pages/api/missing.ts:1:43: "pack/m.js" does not export "default": it is undefined, as under Next.',
  'pages/api/missing.ts:1:58: "pack/m.js" does not export "gone": it is undefined, as under Next.',
  "pages/api/serves.ts: It exports a server, and answers 500, as in Next.",
];

const ALL: Readonly<Record<string, unknown>> = { ...ANSWERS, ...NAMED };

async function answersOf(url: string): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {};
  for (const path of Object.keys(ALL)) {
    const answer = await fetch(`${url}/api/${path}`);
    answers[path] = answer.status === 200 ? await answer.json() : await answer.text();
  }
  return answers;
}

it("modules that load under Next, names that are missing, and contexts are served by every command", async () => {
  const { dir, cli } = await projectWith({ ...FILES, ...NAMES });
  const expectServed = async (...command: string[]): Promise<void> => {
    const { url, child } = await serving([cli, ...command], { cwd: dir });
    expect(await answersOf(url), command.join(" ")).toEqual(ALL);
    child.kill("SIGKILL");
  };
  await expectServed("dev");
  await expectServed("start");
  await expectServed("start", "--workers", "1");
  const { code, err } = await run([cli, "build", "--standalone"], { cwd: dir });
  const lines = WARNINGS.map((warning) => `warn ${warning}`);
  expect(code).toBe(0);
  for (const line of lines) expect(err).toContain(line);
  expect(
    err.split("\n").filter((line) => line !== "" && !lines.some((each) => line.startsWith(each))),
  ).toEqual([]);
  await expectServed("start");
  const checked = await runInstalled(cli, ["check"], { cwd: dir });
  expect([checked.code, checked.out]).toEqual([
    0,
    expect.stringContaining("9 ok, 2 need attention, 0 unsupported"),
  ]);
  const { url } = await serveElsewhere(dir);
  expect(await answersOf(url), "standalone").toEqual(ALL);
});

it("a next.config may import next/server before any route does", async () => {
  const { dir, cli } = await projectWith({
    "next.config.mjs": `import { NextResponse } from "next/server";
      export default { env: { CONFIG: typeof NextResponse + typeof AsyncLocalStorage } };`,
    "pages/api/pattern.js": `import { URLPattern } from "next/server";
      export default (q, s) => s.json([process.env.CONFIG, new URLPattern({ pathname: "/:id" }).exec("http://a.b/7").pathname.groups.id]);`,
  });
  const answer = ["functionfunction", "7"];
  const { url } = await serving([cli, "start"], { cwd: dir });
  await request(url).get("/api/pattern").expect(200, answer);
  await run([cli, "build"], { cwd: dir });
  const built = await serving([cli, "start"], { cwd: dir });
  await request(built.url).get("/api/pattern").expect(200, answer);
});

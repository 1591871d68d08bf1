import { expect, it } from "vitest";
import { run, serving } from "../support/program.ts";
import { projectWith, serveElsewhere } from "../support/standalone.ts";

const json = (value: object): string => JSON.stringify(value);

/** What bundlers let through, and Node alone would not; each answer as Next 16.4.6 gives it. */
const FILES = {
  "package.json": json({ private: true }),
  "node_modules/pack/package.json": json({ name: "pack", type: "module", exports: "./m.js" }),
  "node_modules/pack/m.js": "export const there = 1;",
  "node_modules/old/package.json": json({ name: "old" }),
  "node_modules/old/index.js": 'for (const name of ["one", "two"]) exports[name] = name;',
  "lib/star.ts": 'export * from "old";',
  "lib/jobs/a.ts": "export default 'job a';",
  "lib/jobs/b.js": "module.exports = 'job b';",
  "pages/api/missing.ts": `import { missing } from "node:fs"; import none, { there, gone } from "pack";
    export default (q: any, s: any) => s.json([typeof missing, typeof none, there, typeof gone]);`,
  "pages/api/star.ts":
    'import { one, two } from "../../lib/star"; export default (q: any, s: any) => s.json([one, two]);',
  "pages/api/context.ts": `const jobs = (require as any).context("../../lib/jobs");
    export default (q: any, s: any) => s.json([jobs.keys(), jobs("./a.ts").default, jobs("./b.js")]);`,
};

const ANSWERS = {
  missing: ["undefined", "undefined", 1, "undefined"],
  star: ["one", "two"],
  context: [["./a.ts", "./b.js"], "job a", "job b"],
};

const WARNINGS = [
  'pages/api/missing.ts:1:10: "node:fs" does not export "missing"',
  'pages/api/missing.ts:1:43: "pack" does not export "default"',
  'pages/api/missing.ts:1:58: "pack" does not export "gone"',
];

async function answersOf(url: string): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {};
  for (const name of Object.keys(ANSWERS)) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    answers[name] = await (await fetch(`${url}/api/${name}`)).json();
  }
  return answers;
}

it("names that are missing or made at run time, and contexts, are served by every command", async () => {
  const { dir, cli } = await projectWith(FILES);
  for (const command of [["dev"], ["start"], ["start", "--workers", "2"]]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const { url, child } = await serving([cli, ...command], { cwd: dir });
    // oxlint-disable-next-line no-await-in-loop
    expect(await answersOf(url), command.join(" ")).toEqual(ANSWERS);
    child.kill("SIGTERM");
  }
  const { code, err } = await run([cli, "build"], { cwd: dir });
  expect(code).toBe(0);
  for (const warning of WARNINGS) expect(err).toContain(`warn ${warning}: it is undefined, as under Next.`);
  const { url, child } = await serving([cli, "start"], { cwd: dir });
  expect(await answersOf(url), "start from a build").toEqual(ANSWERS);
  child.kill("SIGTERM");
  const checked = await run([cli, "check"], { cwd: dir });
  expect(checked.code).toBe(0);
  expect(checked.out).toContain("2 ok, 1 need attention, 0 unsupported");
  expect((await run([cli, "build", "--standalone"], { cwd: dir })).code).toBe(0);
  const moved = await serveElsewhere(dir);
  expect(await answersOf(moved.url), "standalone").toEqual(ANSWERS);
}, 90_000);

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { programsOf } from "../support/docs.ts";
import { folder, install, link } from "../support/installed.ts";
import { write } from "../support/standalone.ts";

const ROUTE = `
export default function handler(req, res) {
  if (req.method === "POST") return res.status(201).json({ id: req.query.id, ...req.body });
  return res.status(200).json({ id: req.query.id });
}
`;

it("the tests of the document pass, each of them", async () => {
  const programs = await programsOf("docs/testing.md", "docs/testing-from.md");
  const tests = [...programs].filter(([name]) => !name.startsWith("before/"));
  expect(tests.map(([name]) => name)).toEqual([
    "supertest.test.js",
    "inject.test.js",
    "fetch.test.js",
    "after-ntarh.test.js",
    "after-mocks.test.js",
  ]);
  const dir = await folder();
  await install(dir, { tools: true });
  for (const name of ["vitest", "supertest"]) await link(name, join(dir, "node_modules"));
  await write(dir, {
    "package.json": '{ "type": "module" }',
    "pages/api/users/[id].js": ROUTE,
    ...Object.fromEntries(tests),
  });

  const args = [join(dir, "node_modules/vitest/vitest.mjs"), "run", "--reporter=json"];
  // One worker for all: each takes as long to start as the tests.
  args.push("--no-isolate", "--maxWorkers=1");
  const child = spawn(process.execPath, args, { cwd: dir, stdio: ["ignore", "pipe", "inherit"] });
  const [out] = await Promise.all([text(child.stdout), once(child, "exit")]);

  const report = JSON.parse(out) as { numPassedTests: number; numTotalTests: number };
  expect(report).toMatchObject({ numPassedTests: 6, numTotalTests: 6 });
});

import { describe, expect, it } from "vitest";
import { checkProject } from "../../src/check/index.ts";
import { project } from "../support/hosts.ts";
import { CLI, run } from "../support/program.ts";

describe("check of a worker", () => {
  const ROUTE = `import { Worker } from "node:worker_threads";
export default (req, res) => {
  new Worker(new URL("../../jobs/work.ts", import.meta.url));
  res.end();
};
`;

  it("reports what its modules import and is not there, once, for the route that starts it", async () => {
    const dir = await project({
      "pages/api/a.ts": ROUTE,
      "jobs/work.ts": 'import { help } from "./help";\nhelp();\n',
      "jobs/help.ts": 'import "./gone";\nexport const help = () => {};\n',
    });
    const [route] = await checkProject(dir);
    expect(route).toMatchObject({ file: "pages/api/a.ts", status: "unsupported" });
    expect(route!.findings).toMatchObject([{ rule: "compile", file: "jobs/help.ts", line: 1 }]);
  });

  it("is fine where all is there, or the file is made later", async () => {
    const dir = await project({
      "pages/api/a.ts": ROUTE,
      "pages/api/b.ts": ROUTE.replace("work.ts", "later.js"),
      "jobs/work.ts": "export {};\n",
    });
    expect((await checkProject(dir)).map(({ status }) => status)).toEqual(["ok", "ok"]);
  });
});

it("a value that a config takes from a module by the project's own tsconfig.json is known", async () => {
  const dir = await project({
    "package.json": '{"dependencies":{"next":"16"}}',
    "next.config.mjs": 'export default { typescript: { tsconfigPath: "tsconfig.api.json" } };\n',
    "tsconfig.json": "{}",
    "tsconfig.api.json": '{"compilerOptions":{"paths":{"@limits":["./lib/limits.ts"]}}}',
    "lib/limits.ts": 'export const LIMIT = "lots";\n',
    "pages/api/a.ts": `import { LIMIT } from "@limits";
export const config = { api: { bodyParser: { sizeLimit: LIMIT } } };
export default (req, res) => res.end();
`,
  });
  const found = (await checkProject(dir)).flatMap(({ findings }) => findings);
  expect(found).toMatchObject([{ rule: "config", file: "lib/limits.ts" }]);
  const { code, out, err } = await run([CLI, "build"], { cwd: dir });
  expect([code, out + err]).toEqual([1, expect.stringContaining("sizeLimit")]);
});

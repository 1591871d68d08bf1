import { describe, expect, it } from "vitest";
import { run } from "../support/command.ts";
import { project } from "../support/hosts.ts";

const ROUTE = "export default (req, res) => res.end();";

describe("--json, for machines", () => {
  it.each([
    [
      "build",
      { routes: 1, bytes: expect.any(Number), outDir: expect.stringMatching(/\/\.pages-api\/build$/) },
    ],
    ["types", { file: ".pages-api/types/routes.d.ts", routes: 1 }],
    [
      "init",
      {
        dir: expect.stringContaining("/"),
        routes: 1,
        steps: [{ does: "edit", file: "package.json", adds: ["dev", "build", "start", "pages-api"] }],
        notes: [],
      },
    ],
  ])("%s prints one line", async (command, facts) => {
    const dir = await project({ "pages/api/a.js": ROUTE });
    const { stdout, stderr, code } = await run([command, dir, "--json"]);
    expect([stderr, code, stdout.split("\n").length]).toEqual(["", 0, 2]);
    expect(JSON.parse(stdout)).toEqual(facts);
  });

  it.each(["dev", "start", "build", "routes", "check", "types", "init"])("%s has it", async (command) => {
    const { stdout } = await run([command, "--help"]);
    expect(stdout).toContain("--json ");
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});

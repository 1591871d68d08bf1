import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { CLI } from "../support/program.ts";

/** The binary of a Node that is not supported: `npm run test:nodes` gives it. */
const OLD_NODE = process.env["OLD_NODE"];
const INDEX = new URL("../../dist/index.js", import.meta.url).href;

function runOld(args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(OLD_NODE!, args, { encoding: "utf8" });
  return { status, stdout, stderr };
}

describe.skipIf(OLD_NODE === undefined)("on a Node that is too old", () => {
  const version = OLD_NODE && runOld(["--version"]).stdout.trim().slice(1);
  const oldest = manifest.engines.node.replace(">=", "");
  const line = `pages-api needs Node ${oldest} or newer; this is Node ${version}.`;

  it.each([[[]], [["dev"]], [["start"]], [["--version"]]])(
    "the command line with %j prints one line",
    (args) => {
      expect(runOld([CLI, ...args])).toEqual({ status: 1, stdout: "", stderr: `error ${line}\n` });
    },
  );

  it("a server of one's own fails with that line, without lines of this package", () => {
    const program = `import { createServer } from ${JSON.stringify(INDEX)}; createServer().listen(0);`;
    const { status, stdout, stderr } = runOld(["--input-type=module", "--eval", program]);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(`Error: ${line}`);
    expect(stderr).not.toContain("    at ");
  });

  it("an import rejects with it", () => {
    const program = `import(${JSON.stringify(INDEX)}).catch(({ message }) => console.log(message));`;
    expect(runOld(["--eval", program])).toEqual({ status: 0, stdout: `${line}\n`, stderr: "" });
  });
});

describe("on a Node that says that it is too old", () => {
  const old = `data:text/javascript,Object.defineProperty(process.versions,"node",{value:"18.20.8"})`;
  const run = (...args: readonly string[]) =>
    spawnSync(process.execPath, ["--import", old, ...args], { encoding: "utf8" });

  it.each([[], ["start"]])("the command line prints one line, before anything else runs", (...args) => {
    const { status, stdout, stderr } = run(CLI, ...args);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^error pages-api needs Node \S+ or newer; this is Node 18\.20\.8\.\n$/);
  });

  it("an import rejects", () => {
    const program = `import(${JSON.stringify(INDEX)}).catch(({ message }) => console.log(message));`;
    expect(run("--eval", program).stdout).toMatch(/^pages-api needs Node /);
  });
});

import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { project } from "../support/hosts.ts";
import { CLI, runProcess, serving } from "../support/program.ts";

const ROUTE = "export default (req, res) => res.send('fine');\n";
/** Root may read and write all: a user who may not is nobody. */
const uid = process.getuid?.() === 0 ? 65_534 : undefined;
const asUser = uid === undefined ? {} : { uid };

async function open(files: Readonly<Record<string, string>>): Promise<string> {
  const cwd = await project(files);
  chmodSync(cwd, 0o777);
  return cwd;
}

describe.skipIf(process.platform === "win32")("what the system refuses is said in one line", () => {
  // What cannot be read, test/cli/terminal.test.ts has.
  it("a build in a project that may not be written to", async () => {
    const cwd = await open({ "pages/api/a.js": ROUTE, "package.json": "{}" });
    chmodSync(cwd, 0o555);
    onTestFinished(() => chmodSync(cwd, 0o755));
    const { code, out, err } = await runProcess([CLI, "build"], { cwd, ...asUser });
    const text =
      /Compiled routes cannot be written to \S+\. Run: pages-api build, where files can be written/;
    expect([code, out + err]).toEqual([1, expect.stringMatching(text)]);
    expect(out + err).not.toMatch(/^ +at /m);
  });

  it("a build on a full disk", async () => {
    const cwd = await open({ "pages/api/a.js": ROUTE });
    const full = join(cwd, "full.cjs");
    // The system's answer; a real full disk needs one to fill.
    writeFileSync(
      full,
      `const fs = require("node:fs");
      const { writeFileSync } = fs;
      fs.writeFileSync = (file, ...rest) => {
        if (!String(file).includes(".pages-api")) return writeFileSync(file, ...rest);
        throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", syscall: "write", path: file });
      };
      fs.promises.writeFile = async (...args) => fs.writeFileSync(...args);
      require("node:module").syncBuiltinESMExports();`,
    );
    const { code, out, err } = await runProcess(["--require", full, CLI, "build"], { cwd });
    expect(code).toBe(1);
    expect(out + err).toMatch(
      /Cannot write \S+: no space is left on the device \(ENOSPC\)\. Free some space/,
    );
    expect(out + err).not.toMatch(/^ +at /m);
  });

  it.skipIf(process.platform !== "linux")("a log on a full disk: the server goes on", async () => {
    const cwd = await open({ "pages/api/a.js": ROUTE });
    const program = join(cwd, "program.mjs");
    writeFileSync(
      program,
      `import { createServer } from ${JSON.stringify(new URL("../../dist/index.js", import.meta.url).href)};
      createServer({ dir: ${JSON.stringify(cwd)}, dev: false, accessLog: true }).listen(0, "127.0.0.1", function () {
        console.error("http://127.0.0.1:" + this.address().port + " ready in 0 ms");
      });`,
    );
    const shell = join(cwd, "shell.cjs");
    writeFileSync(
      shell,
      `const { spawn } = require("node:child_process");
      const full = require("node:fs").openSync("/dev/full", "w");
      const child = spawn(process.execPath, [${JSON.stringify(program)}], { stdio: ["ignore", full, "inherit"] });
      process.on("SIGTERM", () => child.kill("SIGKILL"));`,
    );
    const { url, child, prints, ended } = await serving([shell], { cwd });
    for (let count = 0; count < 3; count += 1)
      expect(await (await fetch(`${url}/api/a`)).text()).toBe("fine");
    await prints(/Standard output cannot be written to \(ENOSPC\): its log ends here/);
    expect(await (await fetch(`${url}/api/a`)).text()).toBe("fine");
    child.kill("SIGTERM");
    await ended;
  });
});

import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { project } from "../support/hosts.ts";
import { CLI, run, serving } from "../support/program.ts";

const ROUTE = "export default (req, res) => res.end();\n";
const onPosix = describe.skipIf(process.platform === "win32");

onPosix("a named pipe", () => {
  it.each([".env", "tsconfig.json", "pages/api/pipe.js"])("called %s is not read", async (name) => {
    const cwd = await project({ "pages/api/a.js": ROUTE });
    execFileSync("mkfifo", [join(cwd, name)]);
    for (const command of ["build", "check", "routes"]) {
      const { code, out } = await run([CLI, command], { cwd });
      expect([command, code, out]).toEqual([command, 0, expect.stringMatching(/1 route|1 ok/)]);
    }
  });

  it("called package.json is an error", async () => {
    const cwd = await project({ "pages/api/a.js": ROUTE });
    rmSync(join(cwd, "package.json"));
    execFileSync("mkfifo", [join(cwd, "package.json")]);
    const { code, err } = await run([CLI, "build"], { cwd });
    expect([code, err]).toEqual([1, expect.stringMatching(/package\.json is not a file\. Put a file/)]);
  });

  it.each(["start", "dev"])("does not keep %s from serving, whatever its name", async (command) => {
    const cwd = await project({
      "pages/api/a.js": ROUTE,
      "pages/api/b.js": `import "../../lib.js";\n${ROUTE}`,
    });
    for (const name of [".env", ".env.local", "tsconfig.json", "lib.js", "pages/api/pipe.js"])
      execFileSync("mkfifo", [join(cwd, name)]);
    const { url, child, ended } = await serving([CLI, command], { cwd });
    expect((await fetch(`${url}/api/a`)).status).toBe(200);
    expect((await fetch(`${url}/api/b`)).status).toBe(500);
    child.kill("SIGTERM");
    expect((await ended).code).toBe(0);
  });

  it.each(["lib.js", "data.json"])("called %s that is imported is an error", async (name) => {
    const source = `import * as all from "../../${name}";\nexport const config = { maxDuration: all.limit };\n`;
    const cwd = await project({ "pages/api/a.js": source + ROUTE });
    execFileSync("mkfifo", [join(cwd, name)]);
    for (const command of ["build", "check"]) {
      const { code, out, err } = await run([CLI, command], { cwd });
      expect([command, code]).toEqual([command, 1]);
      expect(out + err).toMatch(/(?:lib\.js|data\.json)[^]*It is not a file\. Put a file in its place/);
    }
  });
});

onPosix("a file's name with escapes of a terminal", () => {
  const NAME = "\u001b[31mred\nline.js";
  const SHOWN = "\\u001b[31mred\\u000aline";

  it("is printed in one line without them, by build, for an error in the file", async () => {
    const cwd = await project({ "pages/api/a.js": ROUTE });
    writeFileSync(join(cwd, "pages/api", NAME), "export default (");
    const { code, out, err } = await run([CLI, "build"], { cwd });
    expect([code, out + err]).toEqual([1, expect.stringContaining(`pages/api/${SHOWN}.js:1:`)]);
    expect(out + err).not.toContain("\u001b");
  });

  it.each(["start", "dev"])(
    "is printed in one line without them, by %s, for a route and a mistake",
    async (command) => {
      const cwd = await project({ "pages/api/a.js": ROUTE });
      writeFileSync(join(cwd, "pages/api", NAME), ROUTE);
      writeFileSync(join(cwd, "pages/api", `none-${NAME}`), "export default 1;");
      const { url, child, prints, ended } = await serving([CLI, command], {
        cwd,
        env: { PAGES_API_LOG: "text" },
      });
      const shown = SHOWN.replace(/[\\[]/g, "\\$&");
      await prints(new RegExp(`api/${shown}`));
      expect((await fetch(`${url}/api/${encodeURIComponent(`none-${NAME.slice(0, -3)}`)}`)).status).toBe(500);
      await prints(new RegExp(`none-${shown}.*does not export`));
      child.kill("SIGTERM");
      const { out, err } = await ended;
      expect(out + err).not.toContain("\u001b");
      expect(out + err).not.toMatch(/red\nline/);
    },
  );

  it.each(["routes", "check"])("is printed in one line without them, by %s", async (command) => {
    const cwd = await project({ "pages/api/a.js": ROUTE });
    const file = join(cwd, "pages/api/\u001b[31mred\nline.js");
    writeFileSync(file, ROUTE);
    const { out } = await run([CLI, command], { cwd });
    rmSync(file);
    expect(out).not.toContain("\u001b");
    expect(out).toMatch(/\\u001b\[31mred\\u000aline {2}pages\/api\/\\u001b\[31mred\\u000aline\.js\n/);
  });
});

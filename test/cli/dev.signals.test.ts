import { describe, expect, it } from "vitest";
import { asking } from "../support/workers.ts";
import { project } from "../support/hosts.ts";
import { CLI, launch, type Serving, serving } from "../support/program.ts";

const FILES = {
  "pages/api/a.js": "export default (req, res) => { res.end('a'); };",
  "pages/api/held.js": "export default () => console.log('begun');",
};

async function dev(files: Readonly<Record<string, string>> = {}): Promise<Serving> {
  return serving([CLI, "dev"], { cwd: await project({ ...FILES, ...files }) });
}

describe.each(["SIGTERM", "SIGINT"] as const)("pages-api dev at %s", (signal) => {
  it("ends with exit code 0, although a connection is kept and a module holds the process", async () => {
    const { child, ended, url } = await dev({
      "pages/api/timer.js":
        "setInterval(() => {}, 1000); export default (req, res) => { res.end('timer'); };",
    });
    expect(await (await fetch(`${url}/api/timer`)).text()).toBe("timer");
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 0, signal: null, err: "" });
  });

  it("cuts the running requests soon", async () => {
    const { child, ended, prints, url } = await dev();
    const held = asking(url, "/api/held");
    await prints(/begun\n/);
    child.kill(signal);
    expect(await held.end()).toBe("");
    expect(await ended).toMatchObject({
      code: 0,
      signal: null,
      err: "warn 1 running request was cut at shutdown.\n",
    });
  });

  it("leaves time for what the project itself does then", async () => {
    const { child, ended } = await dev({
      "instrumentation.js": `
        export function register() {
          process.on("${signal}", () => setTimeout(() => console.log("flushed"), 20));
        }`,
    });
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 0, out: expect.stringMatching(/^flushed$/m) as string });
  });

  it("ends with exit code 0 before it serves, however often it is told", async () => {
    const cwd = await project({
      ...FILES,
      "instrumentation.js": `
        export function register() {
          console.log("registering");
          return new Promise((resolve) => setTimeout(resolve, 60_000));
        }`,
    });
    const { child, ended, prints } = launch([CLI, "dev", "-p", "0"], { cwd });
    await prints(/registering\n/);
    child.kill(signal);
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 0, signal: null });
  });
});

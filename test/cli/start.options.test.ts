import { describe, expect, it } from "vitest";
import { project } from "../support/hosts.ts";
import { CLI, run, serving } from "../support/program.ts";
import { asking } from "../support/workers.ts";

const FILES = {
  "pages/api/a.js": "export default (req, res) => res.end('a');",
  "pages/api/held.js": "export default () => console.log('begun');",
};

describe("an option of start", () => {
  const start = async (...args: string[]) => serving([CLI, "start", ...args], { cwd: await project(FILES) });

  it("--health answers liveness and readiness, which else are routes like others", async () => {
    const [on, off] = [await start("--health"), await start()];
    for (const path of ["/livez", "/readyz"]) {
      expect(await (await fetch(on.url + path)).json()).toEqual({ status: "ok" });
      expect((await fetch(off.url + path)).status).toBe(404);
    }
  });

  it.each([
    ["1", "203.0.113.7"],
    ["loopback, 10.0.0.0/8", "203.0.113.7"],
    ["10.0.0.0/8", "127.0.0.1"],
    ["0", "127.0.0.1"],
  ])("--trust-proxy %s tells the client's address", async (trust, address) => {
    const running = await start("--log", "json", "--trust-proxy", trust);
    await fetch(`${running.url}/api/a`, { headers: { "X-Forwarded-For": "198.51.100.1, 203.0.113.7" } });
    await running.prints(new RegExp(`"remoteAddress":"${address.replaceAll(".", "\\.")}"`));
  });

  it("--keep-alive-timeout is what the client is told", async () => {
    const { url } = await start("--keep-alive-timeout", "7000");
    expect((await fetch(`${url}/api/a`)).headers.get("keep-alive")).toBe("timeout=7");
  });

  it("--shutdown-timeout is what running requests have at the end", async () => {
    const { url, child, prints, ended } = await start("--shutdown-timeout", "50");
    const held = asking(url, "/api/held");
    await prints(/begun\n/);
    child.kill();
    expect(await held.end()).toBe("");
    expect(await ended).toMatchObject({ code: 0, err: "1 running request was cut at shutdown.\n" });
  });

  it("--shutdown-delay leaves time for those who look at readiness", async () => {
    const { url, child, prints, ended } = await start("--health", "--shutdown-delay", "1000");
    child.kill();
    await prints(/closing when/);
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    expect(await ended).toMatchObject({ code: 0 });
  });

  it.each([
    [["--shutdown-timeout", "5s"], '--shutdown-timeout is "5s". Write a number of milliseconds.'],
    [["--shutdown-delay=-1"], '--shutdown-delay is "-1". Write a number of milliseconds.'],
    [["--keep-alive-timeout", ""], '--keep-alive-timeout is "". Write a number of milliseconds.'],
    [
      ["--trust-proxy", "nobody"],
      '--trust-proxy has an invalid IP address: nobody. Write addresses, blocks such as "10.0.0.0/8", or "loopback".',
    ],
  ])("%j is refused, by workers too", async (args, text) => {
    const cwd = await project(FILES);
    const expected = { code: 1, out: "", err: `error ${text}\n` };
    expect(await run([CLI, "start", ...args], { cwd })).toMatchObject(expected);
    expect(await run([CLI, "start", "--workers", "2", ...args], { cwd })).toMatchObject(expected);
  });
});

import { describe, expect, it } from "vitest";
import { setTimeout as sleep } from "node:timers/promises";
import { project } from "../support/hosts.ts";
import { shared } from "../support/lifetime.ts";
import { CLI, refused, type Serving, serving } from "../support/program.ts";
import { asking } from "../support/workers.ts";

const FILES = {
  "pages/api/a.js": "export default (req, res) => res.end('a');",
  "pages/api/held.js": "export default () => console.log('begun');",
};

const start = async (...args: string[]) => serving([CLI, "start", ...args], { cwd: await project(FILES) });

/** A server has many options at once; the last test of each ends it. */
describe("an option of start", () => {
  const json = ["--log", "json"];
  const many = [
    "--health",
    "--keep-alive-timeout",
    "7000",
    "--trust-proxy",
    "1",
    "--shutdown-delay",
    "600000",
  ];
  const one = shared(() => start(...json, ...many));
  const other = shared(() => start(...json, "--trust-proxy", "0", "--shutdown-timeout", "50"));

  async function expectAddress(running: Serving, address: string): Promise<void> {
    await fetch(`${running.url}/api/a`, { headers: { "X-Forwarded-For": "198.51.100.1, 203.0.113.7" } });
    await running.prints(new RegExp(`"remoteAddress":"${address.replaceAll(".", "\\.")}"`));
  }

  it("--health answers liveness and readiness, which else are routes like others", async () => {
    for (const path of ["/livez", "/readyz"]) {
      expect(await (await fetch(one().url + path)).json()).toEqual({ status: "ok" });
      expect((await fetch(other().url + path)).status).toBe(404);
    }
  });

  it("--trust-proxy 1 takes the client's address from the nearest proxy", () =>
    expectAddress(one(), "203.0.113.7"));

  it("--trust-proxy 0 trusts no proxy", () => expectAddress(other(), "127.0.0.1"));

  it.each([
    ["loopback, 10.0.0.0/8", "203.0.113.7"],
    ["10.0.0.0/8", "127.0.0.1"],
  ])("--trust-proxy %s trusts these addresses", async (trust, address) =>
    expectAddress(await start(...json, "--trust-proxy", trust), address),
  );

  it("--keep-alive-timeout is what the client is told", async () => {
    expect((await fetch(`${one().url}/api/a`)).headers.get("keep-alive")).toBe("timeout=7");
  });

  it("--shutdown-timeout is what running requests have at the end", async () => {
    const { url, child, prints, ended } = other();
    const held = asking(url, "/api/held");
    await prints(/begun\n/);
    child.kill();
    expect(await held.end()).toBe("");
    const { code, out } = await ended;
    expect(code).toBe(0);
    expect(out).toContain('"msg":"1 running request was cut at shutdown."');
  });

  it("--shutdown-delay leaves time for those who look at readiness, until a second signal", async () => {
    const { url, child, prints, ended } = one();
    child.kill();
    await prints(/closing when/);
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    // One that comes sooner may be the same: npm passes on what the terminal has sent already.
    await sleep(400);
    child.kill();
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
    expect(await refused(["start", ...args], { cwd })).toMatchObject(expected);
    expect(await refused(["start", "--workers", "2", ...args], { cwd })).toMatchObject(expected);
  });
});

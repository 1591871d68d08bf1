import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { arrivingOn, type Arriving } from "../support/client.ts";
import { project } from "../support/hosts.ts";
import { CLI, type Serving, serving } from "../support/program.ts";

const ROUTE = "export default (req, res) => res.end('a');";
/** Says that it has begun, and answers when it is asked to by another request. */
const HELD = `
  let answer;
  export default (req, res) => {
    if (req.query.go) { answer(); res.end(); return; }
    console.log("begun");
    return new Promise((resolve) => { answer = () => { res.end("answered"); resolve(); }; });
  };`;

const start = (dir: string, ...args: string[]) => serving([CLI, "start", ...args], { cwd: dir });

/** A connection of its own, kept alive. */
async function open(url: string): Promise<Arriving & { ask(path: string): void }> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  const arriving = arrivingOn(socket);
  await once(socket, "connect");
  return { ...arriving, ask: (path) => void socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`) };
}

function connects(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => resolve("yes"));
    socket.on("error", ({ code }: NodeJS.ErrnoException) => resolve(code ?? "?"));
    onTestFinished(() => void socket.destroy());
    socket.on("connect", () => socket.destroy());
  });
}

describe.each(["SIGTERM", "SIGINT"] as const)("%s", (signal) => {
  // Nothing but the signal ends a connection that is kept.
  const held = async (): Promise<Serving> =>
    start(
      await project({ "pages/api/held.js": HELD, "pages/api/a.js": ROUTE }),
      "--keep-alive-timeout",
      "600000",
    );

  it("ends the server when the running requests are answered, with exit code 0", async () => {
    const running = await held();
    const [busy, idle, silent] = [await open(running.url), await open(running.url), await open(running.url)];
    idle.ask("/api/a");
    await idle.until(/\r\n\r\na$/);
    busy.ask("/api/held");
    await running.prints(/begun\n/);
    running.child.kill(signal);
    await running.prints(new RegExp(`${signal}: closing when the running requests are answered\n`));
    // As npm does, which passes on what the terminal has sent already.
    running.child.kill(signal);
    await idle.end();
    expect(await silent.end()).toBe("");
    await expect.poll(() => connects(running.url)).toBe("ECONNREFUSED");
    busy.ask("/api/held?go=1");
    expect(await busy.end()).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nanswered/);
    expect(await running.ended).toMatchObject({ code: 0, signal: null });
  });

  it("ends it at once when it comes again", async () => {
    const running = await held();
    const busy = await open(running.url);
    busy.ask("/api/held");
    await running.prints(/begun\n/);
    running.child.kill(signal);
    await running.prints(/closing when/);
    // One that comes sooner may be the same: npm passes on what the terminal has sent already.
    await sleep(400);
    running.child.kill(signal);
    expect(await busy.end()).toBe("");
    expect(await running.ended).toMatchObject({ code: 0 });
  });

  it("ends it although a route's module holds the process", async () => {
    const dir = await project({ "pages/api/a.js": `setInterval(() => {}, 1000); ${ROUTE}` });
    const running = await start(dir);
    running.child.kill(signal);
    expect(await running.ended).toMatchObject({ code: 0, signal: null });
  });

  it("ends it with exit code 0, however often it comes at once", async () => {
    const running = await start(await project({ "pages/api/a.js": ROUTE }));
    running.child.kill(signal);
    // A process that has nothing to do is over in milliseconds: one of these comes while Node takes it down.
    const begun = performance.now();
    while (running.child.exitCode === null && performance.now() - begun < 200) {
      running.child.kill(signal);
      // oxlint-disable-next-line no-await-in-loop -- the process may have ended
      await new Promise(setImmediate);
    }
    expect(await running.ended).toMatchObject({ code: 0, signal: null });
  });
});

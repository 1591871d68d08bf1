import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import { underLoad } from "../../benchmarks/loaded.ts";
import { createHandler, createServer } from "../../src/index.ts";
import { open, requestText } from "../support/client.ts";
import { closing } from "../support/held.ts";
import { listen, project } from "../support/hosts.ts";
import { launch, type Running } from "../support/program.ts";
import { portOf } from "../support/wire.ts";

const PACKAGE = new URL("../../dist/index.js", import.meta.url).href;
/** Those that are held answer when `/api/go` is asked for. */
const ROUTES = `{
  "/api/held": (req, res) => { go.push(() => res.end("late")); console.log("begun"); },
  "/api/stream": (req, res) => { res.write("first"); go.push(() => res.end("last")); },
  "/api/go": (req, res) => { res.end("gone"); for (const each of go) each(); },
  "/api/test": (req, res) => { res.end("done"); },
}`;

interface Started extends Running {
  /** What the helpers ask of a server. */
  readonly server: ReturnType<typeof createServer>;
}

/** Starts a server's program with these options, as text. */
async function start(options: string): Promise<Started> {
  const dir = await project({
    "server.mjs": `
      import { createServer } from ${JSON.stringify(PACKAGE)};
      const go = [];
      const server = createServer({ routes: ${ROUTES}, dev: false, ${options} });
      server.listen(0, "127.0.0.1", () => console.log("port", server.address().port));`,
  });
  const running = launch(["server.mjs"], { cwd: dir });
  const [, port] = await running.prints(/port (\d+)\n/);
  return { ...running, server: { address: () => ({ port: Number(port) }) } as never };
}

function refuses(server: Started["server"]): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(portOf(server), "127.0.0.1", () => resolve(false));
    onTestFinished(() => void socket.destroy());
    socket.on("connect", () => socket.destroy());
    socket.on("error", () => resolve(true));
  });
}

const HOOKS = `
  shutdownSignals: true,
  onStop: async () => { await new Promise(setImmediate); console.log("stopped"); },`;

describe.each(["SIGTERM", "SIGINT"] as const)("%s", (signal) => {
  it("ends the process with 0 when requests and streams are over, and onStop has run", async () => {
    const { server, child, ended, prints } = await start(HOOKS);
    const idle = await open(server, requestText({ path: "/api/test" }));
    await idle.until("done");
    const stream = await open(server, requestText({ path: "/api/stream" }));
    await stream.until("first");
    const held = await open(server, requestText({ path: "/api/held" }));
    await prints(/begun\n/);
    child.kill(signal);
    await idle.end();
    await expect.poll(() => refuses(server)).toBe(true);
    held.socket.write(requestText({ path: "/api/go" }));
    expect(await held.end()).toMatch(/late[^]*gone$/);
    expect(await stream.end()).toMatch(/first\r\n4\r\nlast\r\n0\r\n\r\n$/);
    expect(await ended).toMatchObject({
      code: 0,
      signal: null,
      out: expect.stringMatching(/stopped\n$/),
      err: "",
    });
  });

  it("cuts what is not over after shutdownTimeout, says so, and ends with 0", async () => {
    const { server, child, ended, prints } = await start(`${HOOKS} shutdownTimeout: 200,`);
    const held = await open(server, requestText({ path: "/api/held" }));
    await prints(/begun\n/);
    child.kill(signal);
    expect(await held.end()).toBe("");
    expect(await ended).toMatchObject({
      code: 0,
      out: expect.stringMatching(/stopped\n$/) as string,
      err: expect.stringContaining("1 running request was cut at shutdown.") as string,
    });
  });

  it("cuts at once when it comes again, and ends with 0", async () => {
    const { server, child, ended, prints } = await start(`${HOOKS} shutdownTimeout: 600_000,`);
    const held = await open(server, requestText({ path: "/api/held" }));
    await prints(/begun\n/);
    child.kill(signal);
    await expect.poll(() => refuses(server)).toBe(true);
    // One that comes sooner may be the same: npm passes on what the terminal has sent already.
    await sleep(400);
    child.kill(signal);
    expect(await held.end()).toBe("");
    expect(await ended).toMatchObject({
      code: 0,
      err: expect.stringContaining("1 running request was cut") as string,
    });
  });

  it("does what Node does by default where nobody asked for more", async () => {
    const { child, ended } = await start("");
    child.kill(signal);
    expect(await ended).toMatchObject({ code: null, signal });
  });
});

it("a signal that is not listed does what Node does by default", async () => {
  const { child, ended } = await start('shutdownSignals: ["SIGTERM"],');
  child.kill("SIGINT");
  expect(await ended).toMatchObject({ signal: "SIGINT" });
});

it("a process that a timer holds is ended all the same", async () => {
  const { child, ended } = await start(
    "shutdownSignals: true, onStart: () => void setInterval(() => {}, 1000),",
  );
  child.kill("SIGTERM");
  expect(await ended).toMatchObject({ code: 0 });
});

it("loses no request of 200 connections under steady load", async () => {
  const drained = await underLoad({ connections: 200 }, "SIGTERM", async ({ clients, load: { counts } }) => {
    while (counts.answered < 400) await Promise.race([sleep(20), clients]);
  });
  expect(drained).toMatchObject({ lost: 0, refused: 200, code: 0 });
  expect(drained.answered).toBeGreaterThan(200);
  expect(drained.answeredLate).toBeGreaterThan(0);
});

describe("signals", () => {
  const before = [process.listenerCount("SIGTERM"), process.listenerCount("SIGINT")];
  const counts = (): number[] => [process.listenerCount("SIGTERM"), process.listenerCount("SIGINT")];
  afterEach(() => expect(counts()).toEqual(before));

  it("are left alone unless it is asked for", async () => {
    const server = await listen(createServer({ routes: {}, health: true }));
    const handler = createHandler({ routes: {} });
    expect(counts()).toEqual(before);
    await Promise.all([closing(server), handler.close()]);
  });

  it("are listened to while the servers listen, once for all of them", async () => {
    const servers = [true, ["SIGTERM"] as const].map((shutdownSignals) =>
      createServer({ routes: {}, shutdownSignals }),
    );
    expect(counts()).toEqual(before);
    for (const server of servers) await listen(server);
    expect(counts()).toEqual(before.map((count) => count + 1));
    await closing(servers[0]!);
    expect(counts()).toEqual(before.map((count) => count + 1));
    await closing(servers[1]!);
    expect(counts()).toEqual(before);
  });
});

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { project } from "../support/hosts.ts";
import { shared } from "../support/lifetime.ts";
import { CLI, serving } from "../support/program.ts";
import {
  answerOf,
  type Asking,
  asking,
  isAlive,
  pidsOf,
  ROUTES,
  startWorkers,
  type Workers,
} from "../support/workers.ts";

/** One that comes sooner may be the same: a terminal signals all processes, and npm passes it on. */
const NEW_SIGNAL_MS = 400;

/** Asks `/api/held` until each worker has begun to answer it. */
async function holdAll(running: Workers, count: number): Promise<Asking[]> {
  const held: Asking[] = [];
  const pids = new Set<string>();
  while (pids.size < count) {
    held.push(asking(running.url, "/api/held"));
    pids.add((await running.prints(/begun (\d+)\n/))[1]!);
  }
  return held;
}

describe.each(["SIGTERM", "SIGINT"] as const)("%s", (signal) => {
  it("ends all workers when their requests are answered, with exit code 0", async () => {
    const running = await startWorkers({}, ["--workers", "2", "--health", "--shutdown-delay", "50"]);
    const pids = await pidsOf(running, 2);
    const held = await holdAll(running, 2);
    const idle = asking(running.url, "/readyz");
    await idle.until(/"ok"\}$/);
    running.child.kill(signal);
    await running.prints(new RegExp(`${signal}: closing when`));
    // As a terminal, npm and systemd do, which signal all processes.
    for (const pid of [...pids, running.child.pid!]) process.kill(pid, signal);
    expect(await idle.askToTheEnd("/readyz")).toMatch(
      /503 Service Unavailable[^]*Connection: close[^]*"stopping"\}$/,
    );
    await expect.poll(() => answerOf(running.url, "pid")).toBe("ECONNREFUSED");
    for (const connection of held) connection.ask("/api/go");
    for (const connection of held) expect(await connection.end()).toMatch(/200 OK[^]*answered/);
    const { code, out, err } = await running.ended;
    expect([code, err]).toEqual([0, ""]);
    expect(out.match(/closing when/g)).toHaveLength(1);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it("cuts what is running when it comes again, with exit code 0", async () => {
    const running = await startWorkers();
    const pids = await pidsOf(running, 2);
    const held = await holdAll(running, 2);
    running.child.kill(signal);
    await running.prints(/closing when/);
    await sleep(NEW_SIGNAL_MS);
    running.child.kill(signal);
    const { code, err } = await running.ended;
    for (const connection of held) expect(await connection.end()).toBe("");
    expect(code).toBe(0);
    expect(err.match(/^\[[12]\] \d running requests? (?:was|were) cut at shutdown\.$/gm)).toHaveLength(2);
    expect(pids.filter(isAlive)).toEqual([]);
  });
});

describe("a signal", () => {
  it("loses no connection that waits for a worker", async () => {
    const running = await startWorkers({}, ["--workers", "1"]);
    const blocking = asking(running.url, "/api/block");
    await running.prints(/blocks\n/);
    const waiting = [1, 2, 3].map(() => asking(running.url, "/api/pid"));
    await Promise.all(waiting.map(({ connected }) => connected));
    running.child.kill();
    await running.prints(/closing when/);
    await writeFile(join(running.dir, "unblock"), "");
    expect(await blocking.end()).toMatch(/200 OK[^]*blocked$/);
    for (const connection of waiting) expect(await connection.end()).toMatch(/200 OK[^]*\r\n\r\n\d+$/);
    expect(await running.ended).toMatchObject({ code: 0, err: "" });
  });

  it("kills a worker that does not answer, when shutdownTimeout is over", async () => {
    const running = await startWorkers({}, ["--workers", "1", "--shutdown-timeout", "100"]);
    const pids = await pidsOf(running, 1);
    const hanging = asking(running.url, "/api/hang");
    await running.prints(/hangs\n/);
    running.child.kill();
    const { code, err } = await running.ended;
    expect([code, err]).toMatchObject([
      0,
      expect.stringMatching(/^Worker 1 has not ended in 5 s, and is killed\.\n$/),
    ]);
    expect(await hanging.end()).toBe("");
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it("that comes a third time ends everything at once, as Node does", async () => {
    const running = await startWorkers({}, ["--workers", "1"]);
    const pids = await pidsOf(running, 1);
    asking(running.url, "/api/hang");
    await running.prints(/hangs\n/);
    running.child.kill("SIGINT");
    await running.prints(/closing when/);
    const timer = setInterval(() => running.child.kill("SIGINT"), NEW_SIGNAL_MS);
    expect(await running.ended).toMatchObject({ code: null, signal: "SIGINT" });
    clearInterval(timer);
    await expect.poll(() => pids.filter(isAlive)).toEqual([]);
  });

  it("leaves shutdownDelay for those who look at readiness, until it comes again", async () => {
    const running = await startWorkers({}, ["--workers", "1", "--health", "--shutdown-delay", "600000"]);
    running.child.kill();
    await running.prints(/closing when/);
    await expect.poll(async () => (await fetch(`${running.url}/readyz`)).status).toBe(503);
    for (let asked = 0; asked < 10; asked++) expect(await answerOf(running.url, "pid")).toMatch(/^200 /);
    await sleep(NEW_SIGNAL_MS);
    running.child.kill();
    expect(await running.ended).toMatchObject({ code: 0, err: "" });
  });

  it("SIGHUP without --workers does what Node does", async () => {
    const single = await serving([CLI, "start"], { cwd: await project(ROUTES) });
    single.child.kill("SIGHUP");
    expect(await single.ended).toMatchObject({ signal: "SIGHUP" });
  });
});

describe("a signal in a project that listens to it", () => {
  const register = `export function register() { process.on("SIGTERM", () => console.log("heard", process.pid)); }`;
  const served = shared(() => startWorkers({ "instrumentation.js": register }));

  it("does not end a worker that was told alone before another one has its place", async () => {
    const running = served();
    const [pid] = await pidsOf(running, 2);
    process.kill(pid!, "SIGHUP");
    process.kill(pid!, "SIGTERM");
    await running.prints(/Worker [12] got SIGTERM: another one takes its place\.\n/);
    await expect.poll(() => isAlive(pid!)).toBe(false);
    const after = await pidsOf(running, 2);
    expect(after).toHaveLength(2);
    expect(after).not.toContain(pid);
  });

  it("reaches the project's own listeners in each worker, once", async () => {
    const running = served();
    const pids = await pidsOf(running, 2);
    running.child.kill();
    const { out } = await running.ended;
    const heard = [...out.matchAll(/heard (\d+)\n/g)].map(([, pid]) => Number(pid));
    // Where the test above has run, the worker that was told alone too.
    expect(heard).toHaveLength(new Set(heard).size);
    expect(heard).toEqual(expect.arrayContaining(pids));
  });
});

it("workers whose primary was killed answer what is running, and end", async () => {
  const running = await startWorkers();
  const pids = await pidsOf(running, 2);
  const held = await holdAll(running, 2);
  running.child.kill("SIGKILL");
  await expect.poll(() => answerOf(running.url, "pid")).toBe("ECONNREFUSED");
  for (const connection of held) connection.ask("/api/go");
  for (const connection of held) expect(await connection.end()).toMatch(/200 OK[^]*answered/);
  await expect.poll(() => pids.filter(isAlive)).toEqual([]);
});

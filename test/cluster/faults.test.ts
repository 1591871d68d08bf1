import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { shared } from "../support/lifetime.ts";
import { answerOf, isAlive, pidsOf, startWorkers } from "../support/workers.ts";

const DRAFT = {
  "pages/api/draft.js": `export default (req, res) => {
    if (req.query.on) res.setDraftMode({ enable: true });
    res.json({ pid: process.pid, draft: req.draftMode === true });
  };`,
};

/** Limits the descriptors of a process, as an administrator does. */
function limitDescriptors(pid: number, count: number): void {
  execFileSync("prlimit", ["--pid", String(pid), `--nofile=${count}:4096`]);
}

describe("workers", () => {
  it("accept the draft cookies of each other, without a secret, and one warning says that they end", async () => {
    const { url, child, ended } = await startWorkers(DRAFT);
    const enabled = await fetch(`${url}/api/draft?on=1`, { headers: { Connection: "close" } });
    const cookie = enabled.headers
      .getSetCookie()
      .map((text) => text.split(";")[0]!)
      .join("; ");
    const seen = new Map<number, boolean>();
    const ask = async (): Promise<number> => {
      const answer = await fetch(`${url}/api/draft`, { headers: { Connection: "close", Cookie: cookie } });
      const { pid, draft } = (await answer.json()) as { pid: number; draft: boolean };
      seen.set(pid, draft);
      return seen.size;
    };
    await expect.poll(ask).toBe(2);
    expect([...seen.values()]).toEqual([true, true]);
    child.kill();
    expect((await ended).err).toMatch(/^\[\d\] Draft mode has no secret: .*PAGES_API_PREVIEW_SECRET.*\n$/);
  });

  describe("of one cluster", () => {
    const served = shared(() => startWorkers());

    it("leave the port open when all of them have ended: clients wait for the next one", async () => {
      const running = served();
      const { url, prints } = running;
      for (let round = 0; round < 2; round++) {
        const pids = await pidsOf(running, 2);
        for (const pid of pids) process.kill(pid, "SIGKILL");
        // At once, when the primary may not know yet, and when it surely does.
        const early = Array.from({ length: 20 }, () => answerOf(url, "pid"));
        await expect.poll(() => pids.some(isAlive)).toBe(false);
        const late = Array.from({ length: 20 }, () => answerOf(url, "pid"));
        for (const answer of await Promise.all([...early, ...late])) {
          expect(answer).toMatch(/^200 \d+$/);
          expect(pids).not.toContain(Number(answer.slice(4)));
        }
        await prints(/has taken the place[^]*has taken the place/);
      }
      expect(running.printed()).not.toMatch(/Error/);
    });

    it.skipIf(process.platform !== "linux")(
      "are started later where the primary has no descriptors left",
      async () => {
        const running = served();
        const { url, child, prints } = running;
        const [victim, other] = await pidsOf(running, 2);
        limitDescriptors(child.pid!, 8);
        process.kill(victim!, "SIGKILL");
        await prints(/could not start; another one is started in \d+ ms/);
        expect(isAlive(child.pid!)).toBe(true);
        limitDescriptors(child.pid!, 4096);
        await prints(/has taken the place of worker|could not start/);
        await expect.poll(() => answerOf(url, "pid")).toMatch(/^200 /);
        expect(isAlive(other!)).toBe(true);
        const pids = await pidsOf(running, 2);
        expect(pids).not.toContain(victim);
      },
    );

    it.skipIf(process.platform !== "linux")(
      "go on when they have descriptors again: a connection that none of them can take is closed",
      async () => {
        const running = served();
        const { url } = running;
        const pids = await pidsOf(running, 2);
        for (const pid of pids) limitDescriptors(pid, 8);
        const refused = await Promise.all(Array.from({ length: 20 }, () => answerOf(url, "pid")));
        expect(refused).toEqual(Array.from({ length: 20 }, () => "ECONNRESET"));
        // One that has room takes what the other one cannot.
        limitDescriptors(pids[0]!, 4096);
        const taken = await Promise.all(Array.from({ length: 20 }, () => answerOf(url, "pid")));
        expect(taken).toContain(`200 ${pids[0]}`);
        expect(taken).not.toContain(`200 ${pids[1]}`);
        limitDescriptors(pids[1]!, 4096);
        await expect.poll(() => answerOf(url, "pid")).toBe(`200 ${pids[1]}`);
        expect(await answerOf(url, "pid")).toMatch(/^200 /);
      },
    );

    it("end with it", async () => {
      const { child, ended } = served();
      child.kill();
      expect(await ended).toMatchObject({ code: 0 });
    });
  });

  it("are started later each time while none can start, and clients wait; a signal ends that", async () => {
    const running = await startWorkers(
      {
        "instrumentation.js": `
          import { existsSync } from "node:fs";
          export const register = () => { if (existsSync("broken")) process.exit(9); };`,
      },
      ["--workers", "1"],
    );
    const { url, child, dir, prints } = running;
    const broken = join(dir, "broken");
    const kill = async (): Promise<void> => {
      const [pid] = await pidsOf(running, 1);
      process.kill(pid!, "SIGKILL");
    };
    writeFileSync(broken, "");
    await kill();
    await prints(/could not start; another one is started in 200 ms\. Worker 2 ended with exit code 9/);
    const waiting = answerOf(url, "pid");
    rmSync(broken);
    expect(await waiting).toMatch(/^200 /);
    writeFileSync(broken, "");
    await kill();
    await prints(/ended with SIGKILL/);
    const refused = answerOf(url, "pid");
    child.kill();
    expect(await refused).toMatch(/^ECONN(?:RESET|REFUSED)$/);
    expect((await running.ended).code).toBe(0);
  });
});

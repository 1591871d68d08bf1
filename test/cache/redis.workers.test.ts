import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { afterAll, beforeAll, expect, it, vi } from "vitest";

import { startOurs, type Ours } from "./ours.ts";
import { startRedis, type Redis } from "./redis-server.ts";
import { data, text, writeShared } from "./shared.ts";

const CLI = fileURLToPath(new URL("../../dist/cli/index.js", import.meta.url));
const HANDLER = fileURLToPath(new URL("../../dist/cache/redis.js", import.meta.url));
const WAIT = { timeout: 60_000, interval: 100 };

let redis: Redis;
let app: { dir: string; remove(): void };
let servers: Ours[];
let variables: Record<string, string>;

const start = (): Promise<Ours> => startOurs(app.dir, variables, ["--workers", "2"]);

beforeAll(async () => {
  redis = await startRedis();
  app = writeShared();
  variables = { CACHE_HANDLER: HANDLER, REDIS_URL: redis.url };
  const env = { ...process.env, ...variables };
  await promisify(execFile)(process.execPath, [CLI, "build", app.dir], { env });
  servers = await Promise.all([start(), start()]);
});

afterAll(async () => {
  await Promise.all((servers ?? []).map((server) => server.stop()));
  app?.remove();
  await redis?.remove();
});

/** Asks until all four workers have answered; all of them have one value. */
async function expectSameOfAll(): Promise<string> {
  const found = new Map<number, string>();
  await vi.waitFor(async () => {
    for (const { port } of servers) {
      const answers = await Promise.all(Array.from({ length: 6 }, () => data(port)));
      for (const each of answers) found.set(each.pid, each.data);
    }
    expect(found.size).toBe(4);
    expect(new Set(found.values()).size).toBe(1);
  }, WAIT);
  return [...found.values()][0]!;
}

/** The next answer of each of many connections, which all workers have a part in. */
async function next(): Promise<Set<string>> {
  const ports = servers.flatMap(({ port }) => Array.from({ length: 6 }, () => port));
  return new Set(await Promise.all(ports.map(async (port) => (await data(port)).data)));
}

async function expectRenewed(by: Ours): Promise<void> {
  const [value, answer] = [await expectSameOfAll(), await text(servers[0]!.port, "/kept/a")];
  await Promise.all([text(by.port, "/renew/data", "POST"), text(by.port, "/renew/kept", "POST")]);
  expect(await next()).not.toContain(value);
  const answers = await Promise.all(servers.map(({ port }) => text(port, "/kept/a")));
  expect(answers).not.toContain(answer);
}

it("two servers of two workers have one value, and all see a revalidated tag at once", async () => {
  for (let round = 0; round < 3; round += 1) await expectRenewed(servers[round % 2]!);
});

it("a server that is killed and started again finds what the other has kept", async () => {
  const [value, answer] = [await expectSameOfAll(), await text(servers[0]!.port, "/kept/a")];
  await servers[1]!.kill();
  expect(await text(servers[0]!.port, "/kept/a")).toBe(answer);
  servers[1] = await start();
  expect(await expectSameOfAll()).toBe(value);
  expect(await text(servers[1].port, "/kept/a")).toBe(answer);
  await expectRenewed(servers[1]);
});

it("goes on over a killed Redis, and a tag that was expired before is still expired", async () => {
  const [value, answer] = [await expectSameOfAll(), await text(servers[0]!.port, "/kept/a")];
  await redis.kill();
  await servers[0]!.kill();
  // One server begins without Redis, the other loses it.
  servers[0] = await start();
  for (const { port } of servers) expect(await text(port, "/kept/a")).not.toBe(answer);
  await redis.start();
  expect(await vi.waitFor(expectSameOfAll, WAIT)).toBe(value);
  await vi.waitFor(async () => {
    const answers = await Promise.all(servers.map(({ port }) => text(port, "/kept/a")));
    expect(new Set(answers).size).toBe(1);
  }, WAIT);
  await expectRenewed(servers[0]);
  const expired = await expectSameOfAll();
  expect(expired).not.toBe(value);
  await redis.kill();
  await redis.start();
  expect(await vi.waitFor(expectSameOfAll, WAIT)).toBe(expired);
});

it("keeps no key for ever", async () => {
  const keys = (await redis.cli("--scan")).split("\n").filter((line) => line !== "");
  expect(keys.some((key) => key.startsWith("pages-api:tag:"))).toBe(true);
  expect(keys.some((key) => key.startsWith("pages-api:entry:"))).toBe(true);
  for (const key of keys) {
    const seconds = Number(await redis.cli("TTL", key));
    expect(seconds, key).toBeGreaterThan(0);
    expect(seconds, key).toBeLessThanOrEqual(30 * 86_400 + 60);
  }
});

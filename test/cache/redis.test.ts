import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { afterAll, beforeAll, expect, it, vi } from "vitest";

import { startOurs, type Ours } from "./ours.ts";
import { startRedis, type Redis } from "./redis-server.ts";
import { data, text, writeShared } from "./shared.ts";

const CLI = fileURLToPath(new URL("../../dist/cli/index.js", import.meta.url));
const HANDLER = fileURLToPath(new URL("../../dist/cache/redis.js", import.meta.url));

let redis: Redis;
let app: { dir: string; remove(): void };
let first: Ours;
let second: Ours;

beforeAll(async () => {
  redis = await startRedis();
  app = writeShared();
  const variables = { CACHE_HANDLER: HANDLER, REDIS_URL: redis.url };
  await promisify(execFile)(process.execPath, [CLI, "build", app.dir], {
    env: { ...process.env, ...variables },
  });
  [first, second] = await Promise.all([startOurs(app.dir, variables), startOurs(app.dir, variables)]);
});

afterAll(async () => {
  await Promise.all([first?.stop(), second?.stop()]);
  app?.remove();
  await redis?.remove();
});

it("two servers have one answer, and one value", async () => {
  expect(await text(second.port, "/kept/a")).toBe(await text(first.port, "/kept/a"));
  // A value is kept behind the answer that needed it first.
  const kept = await vi.waitFor(async () => {
    const value = await data(first.port);
    expect((await data(first.port)).data).toBe(value.data);
    return value;
  }, 60_000);
  const [a, b] = [kept, await data(second.port)];
  expect(a.pid).not.toBe(b.pid);
  expect(b.data).toBe(a.data);
});

it("a tag that one server revalidates is expired for the other at once", async () => {
  for (let round = 0; round < 5; round += 1) {
    const before = await text(second.port, "/kept/a");
    const value = (await data(second.port)).data;
    await text(first.port, "/renew/kept", "POST");
    await text(first.port, "/renew/data", "POST");
    const after = await text(second.port, "/kept/a");
    expect(after).not.toBe(before);
    expect((await data(second.port)).data).not.toBe(value);
    expect(await text(first.port, "/kept/a")).toBe(after);
  }
});

it("nothing is kept for ever", async () => {
  const keys = (await redis.send("KEYS", "*")).split("\r\n").filter((line) => line.startsWith("pages-api:"));
  expect(keys.length).toBeGreaterThan(3);
  for (const key of keys) {
    const ttl = Number((await redis.send("TTL", key)).slice(1));
    expect(ttl, key).toBeGreaterThan(0);
    expect(ttl, key).toBeLessThanOrEqual(30 * 86_400 + 60);
  }
});

it("answers go on without Redis, with one warning, and are kept again when it is back", async () => {
  const before = await text(first.port, "/kept/b");
  await redis.kill();
  const answers = await Promise.all([1, 2, 3].map(() => text(first.port, "/kept/b")));
  answers.push(await text(first.port, "/kept/b"));
  for (const answer of answers) expect(answer).not.toBe(before);
  const warnings = first.said().split("Redis does not answer").length - 1;
  expect(warnings).toBe(1);
  await redis.start();
  await vi.waitFor(async () => expect(await text(first.port, "/kept/b")).toBe(before), {
    timeout: 15_000,
    interval: 100,
  });
  await vi.waitFor(async () => expect(await text(second.port, "/kept/b")).toBe(before), {
    timeout: 15_000,
    interval: 100,
  });
});

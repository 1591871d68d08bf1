import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Redis, startRedis } from "../cache/redis-server.ts";
import { PROJECT, type Running, startServer } from "./server.ts";

// Published cache handlers for Next, by `cacheHandler` of next.config, with a real Redis.
let redis: Redis;

beforeAll(async () => {
  redis = await startRedis();
  // What @trieb.work's handler wants.
  await redis.send("CONFIG", "SET", "notify-keyspace-events", "Exe");
});
afterAll(() => redis?.remove());

async function text(server: Running, path: string, method = "GET"): Promise<string> {
  const response = await fetch(server.origin + path, { method, signal: AbortSignal.timeout(15_000) });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.text();
}

describe.each([
  ["@neshca/cache-handler", "neshca.mjs", false],
  ["@trieb.work/nextjs-turbo-redis-cache", "turbo.cjs", true],
])("%s", (_name, CACHE_HANDLER, knowsAnswers) => {
  const start = () => startServer(join(PROJECT, "cached"), { CACHE_HANDLER, REDIS_URL: redis.url });

  it("by cacheHandler, keeps static answers and data in Redis, over a restart, until they are revalidated", async () => {
    const first = await start();
    const kept = await text(first, "/kept/a");
    expect(await text(first, "/kept/a")).toBe(kept);
    // A value is kept behind the answer that needed it first.
    const data = await vi.waitFor(async () => {
      const value = await text(first, "/data");
      expect(await text(first, "/data")).toBe(value);
      return value;
    });
    await first.stop();
    const second = await start();
    expect(await text(second, "/kept/a")).toBe(kept);
    expect(await text(second, "/data")).toBe(data);
    await text(second, "/renew/data", "POST");
    expect(await text(second, "/data")).not.toBe(data);
    if (knowsAnswers) {
      await text(second, "/renew/path?path=/kept/a", "POST");
      const renewed = await text(second, "/kept/a");
      expect(renewed).not.toBe(kept);
      expect(await text(second, "/kept/a")).toBe(renewed);
    }
    await second.stop();
  });
});

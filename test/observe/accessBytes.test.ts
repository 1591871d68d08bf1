import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createAccessWriter } from "../../src/observe/access-bytes.ts";
import { type AccessFacts, accessLine, lineStartOf } from "../../src/observe/access-line.ts";
import { writeLine } from "../../src/observe/lines.ts";
import { seeded } from "../support/random.ts";

const BASE = '"pid":7,"hostname":"höst"';
const START = lineStartOf(30, BASE);
const ROUTES = ["/api/json", "/api/post/[pid]", "/api/[...rest]", "/api/é", '/api/"q"', "", undefined];
const METHODS = ["GET", "POST", "M-SEARCH", 'A"B', "é"];
const STATUSES = [200, 304, 404, 500, 999, undefined];
const URLS = [
  "/",
  "/api/post/7?draft=1&tag=a",
  `/api/post/${"x".repeat(780)}`,
  `/api/post/${"y".repeat(70)}`,
  "/api/\u00e9",
  '/api?"\\',
  "/api/\u007f",
  "/api/x… (7 more characters)",
];
const IDS = ["abc", "x".repeat(128), '"\\', "7", "0f8fad5b-d9cb-469f-a165-70867728950e"];
const ADDRESSES = ["127.0.0.1", "2001:db8::1", "", "255.255.255.255"];
const NUMBERS = [
  0,
  1,
  9,
  10,
  99,
  100,
  101,
  110,
  149,
  150,
  999,
  1000,
  123_456,
  2 ** 30 - 1,
  2 ** 30,
  5_000_000_000,
];

describe("lines of bytes", () => {
  const written: string[] = [];

  beforeEach(() => {
    // What is written is looked at as it goes out.
    vi.spyOn(process.stdout, "write").mockImplementation((text) => Boolean(written.push(String(text))));
    vi.useFakeTimers({ toFake: ["Date"] });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  async function linesOf(count: number): Promise<string[]> {
    const all = (): string[] => written.join("").split("\n").slice(0, -1);
    await expect.poll(() => all().length).toBe(count);
    return written.splice(0).join("").split("\n").slice(0, -1);
  }

  it.each([1, 2, 3])("are those of texts, for random facts from the seed %i", async (seed) => {
    const random = seeded(seed);
    const integer = (from: number, to: number): number => from + random(to - from + 1);
    const pick = <T>(list: readonly T[]): T => list[random(list.length)]!;
    const chance = (percent: number): boolean => random(100) < percent;
    const write = createAccessWriter(30, BASE);
    const expected: string[] = [];
    let time = 1_700_000_000_000;
    let serial = integer(0, 2 ** 24);
    for (let count = 0; count < 5_000; count += 1) {
      time += chance(30) ? integer(0, 3_000) : 0;
      serial += chance(90) ? 1 : integer(1, 10_000);
      vi.setSystemTime(time);
      const route = pick(ROUTES);
      const isCounted = chance(70);
      const facts: AccessFacts = {
        reqId: isCounted ? `00000000-1111-4222-8333-${serial.toString(16).padStart(12, "0")}` : pick(IDS),
        serial: isCounted ? serial : -1,
        method: pick(METHODS),
        url: chance(50) ? (route ?? "/none") : pick(URLS),
        route,
        status: pick(STATUSES),
        hundredths: chance(50) ? integer(0, 2_000) : pick(NUMBERS),
        bytes: chance(10) ? undefined : chance(50) ? integer(0, 100_000) : pick(NUMBERS),
        remoteAddress: pick(ADDRESSES),
        aborted: chance(10) ? true : undefined,
      };
      expected.push(accessLine(START, time, facts));
      write(facts);
      // Lines of others keep their place.
      if (chance(5)) {
        expected.push(`line ${count}`);
        writeLine(`line ${count}`);
      }
    }
    const lines = await linesOf(expected.length);
    const wrong = lines.findIndex((line, index) => line !== expected[index]);
    expect(lines[wrong]).toBe(expected[wrong]);
  });
});

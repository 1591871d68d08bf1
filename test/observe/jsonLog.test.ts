import { describe, expect, it } from "vitest";
import { createJsonLogger } from "../../src/observe/json-log.ts";
import { visible } from "../../src/observe/visible.ts";
import { processorTime } from "../support/clock.ts";

function expectLogged(error: unknown): { err: Record<string, unknown>; bytes: number } {
  const lines: string[] = [];
  createJsonLogger((line) => void lines.push(line)).error(error);
  expect(lines).toHaveLength(1);
  return {
    ...(JSON.parse(lines[0]!) as { err: Record<string, unknown> }),
    bytes: Buffer.byteLength(lines[0]!),
  };
}

describe("a line of the JSON log", () => {
  it("names bytes by their number, in a moment", () => {
    const error = Object.assign(new Error("failed"), {
      payload: Buffer.alloc(20_000_000),
      view: new Uint16Array(4),
    });
    let err: unknown;
    const took = processorTime(() => ({ err } = expectLogged(error)));
    expect(err).toMatchObject({ message: "failed", payload: "(20000000 bytes)", view: "(8 bytes)" });
    expect(took).toBeLessThan(1_000);
  });

  it.each<[name: string, field: unknown]>([
    ["a long text", "a".repeat(1_000_000)],
    ["a long list", Array.from({ length: 1_000_000 }, (_, index) => index)],
    [
      "many members",
      Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`name${index}`, index])),
    ],
    [
      "many lists of lists",
      Array.from({ length: 200 }, () => Array.from({ length: 200 }, () => ["a".repeat(50)])),
    ],
  ])("is short for %s, and keeps the message", (_name, field) => {
    const { err, bytes } = expectLogged(Object.assign(new Error("failed"), { field }));
    expect(err).toMatchObject({ type: "Error", message: "failed" });
    expect(bytes).toBeLessThanOrEqual(64 * 1024);
  });

  it("shows what JSON has no form for", () => {
    const circular: Record<string, unknown> = { big: 1n, date: new Date(0) };
    circular["self"] = circular;
    const trap = {
      get broken(): never {
        throw new Error("trap");
      },
    };
    expect(expectLogged(Object.assign(new Error("failed"), { circular })).err).toMatchObject({
      circular: { big: "1n", date: "1970-01-01T00:00:00.000Z", self: "(circular)" },
    });
    expect(expectLogged(Object.assign(new Error("failed"), { trap })).err).toBe("(it cannot be shown)");
  });
});

it("a text of a client is one line of a terminal, without its escapes", () => {
  expect(visible("/a\u001b[2J\nb\u009b1m\u202ec é")).toBe("/a\\u001b[2J\\u000ab\\u009b1m\\u202ec é");
});

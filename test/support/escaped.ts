import { afterAll, beforeAll, expect } from "vitest";

/** Fails the test file in which something escapes to the process: an uncaught exception, an unhandled rejection. */
export function expectNothingEscapes(): void {
  const escaped: unknown[] = [];
  const keep = (error: unknown): void => void escaped.push(error);

  beforeAll(() => {
    process.on("uncaughtException", keep);
    process.on("unhandledRejection", keep);
  });

  afterAll(async () => {
    await new Promise(setImmediate);
    process.off("uncaughtException", keep);
    process.off("unhandledRejection", keep);
    expect(escaped).toEqual([]);
  });
}

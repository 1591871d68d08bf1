import { defineConfig } from "vitest/config";

/** Vitest's settings for a folder of tests that install what they try. */
export const installing = (dir: string) =>
  defineConfig({
    test: { dir, include: ["*.test.ts"], pool: "forks", testTimeout: 60_000, hookTimeout: 240_000 },
  });

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    dir: import.meta.dirname,
    include: ["*.test.ts"],
    pool: "forks",
    testTimeout: 60_000,
    // npm install of an example.
    hookTimeout: 240_000,
  },
});

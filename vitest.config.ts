import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: [
      "test/fixtures/**",
      "test/parity/app/**",
      "test/parity/handlers/app/**",
      "test/parity/expo/apps/**",
      "test/parity/middleware/apps/**",
      "test/ecosystem/**",
      "test/examples/**",
      "test/browser/**",
    ],
    pool: "forks",
    testTimeout: 20_000,
  },
});

import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Tests that mostly wait for processes which they start. */
const processes = [
  "test/{cli,cluster,package,sample,testing,vite}/**/*.test.ts",
  "test/app/{createServer.surviveUncaught,mount.docs}.test.ts",
  "test/cache/{export,workers}.test.ts",
  "test/contract/*.test.ts",
  "test/conventions/astro/static.test.ts",
  "test/conventions/next/middleware.places.test.ts",
  "test/lifecycle/shutdown.signals.test.ts",
  "test/observe/lines.test.ts",
  "test/routes/{loading,project}.test.ts",
];

/** Suites with an install of their own, and what tests serve. */
const elsewhere = [
  "test/{browser,ecosystem,examples,fixtures}/**",
  "test/parity/app/**",
  "test/parity/{expo,handlers,middleware}/{app,apps}/**",
];

/** Files that take longest. */
const LONGEST =
  /\/(?:cluster|contract|vite)\/|\/cli\/(?:start|standalone|dev|terminal)\.|\/project\.|\.places\.|\/replay\.|\/redis\.workers\.|\/abuse\/random\./;

/**
 * The tests of processes come first, and the longest first in each project: else one of them runs alone at the end, on one
 * of the processors. Projects do not mix, since a worker belongs to one.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project, moduleId }: TestSpecification): number =>
      (project.name === "processes" ? 2 : 0) + (LONGEST.test(moduleId) ? 1 : 0);
    // oxlint-disable-next-line unicorn/no-array-sort -- Vitest's, of all files
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rank(b) - rank(a));
  }
}

const common = {
  pool: "forks" as const,
  // The modules of src are loaded once for each worker, and not for each of 230 files.
  isolate: false,
  setupFiles: ["test/support/compiler.ts"],
  // More than cores: many tests wait for a file, a socket or a process.
  maxWorkers: availableParallelism() + 2,
  // Long, so that no busy machine decides what passes. A test that waits for an event waits for `expect.poll`.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 60_000, interval: 20 } },
};

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    // What one project has transformed serves the other, and the next run: named by its content, in node_modules.
    experimental: { fsModuleCache: true },
    projects: [
      { test: { ...common, name: "processes", include: processes, exclude: elsewhere } },
      {
        test: {
          ...common,
          name: "library",
          include: ["test/**/*.test.ts"],
          exclude: [...processes, ...elsewhere],
        },
      },
    ],
  },
});

/*
 * Runs the tests of what depends on Node itself, on the oldest Node that package.json allows and the lines above it, and asserts what
 * a Node that is too old says. The binaries come from npm's package `node`, into a folder of the temporary directory.
 *
 * npm run test:nodes                          all, with the tests of what differs from version to version
 * npm run test:nodes -- --full                the same, with all tests about Node
 * npm run test:nodes -- 22 26                 these
 * npm run test:nodes -- 18                    the one that is too old
 * npm run test:nodes -- 26 test/abuse         these tests
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import manifest from "../package.json" with { type: "json" };

const root = fileURLToPath(new URL("..", import.meta.url));
const oldest = manifest.engines.node.replace(">=", "");
/** Prints one line, and runs nothing. */
const UNSUPPORTED = "18";
const VERSIONS = [UNSUPPORTED, oldest, "22", "24", "26"];
/** What differs from version to version: the parser, streams, what Node keeps for itself, async contexts, modules, processes. */
const DIFFERING = [
  "test/abuse/answers.test.ts",
  "test/abuse/bytes.test.ts",
  "test/abuse/flood.test.ts",
  "test/abuse/injection.test.ts",
  "test/abuse/oversized.test.ts",
  "test/abuse/pollution.test.ts",
  "test/abuse/slow.test.ts",
  "test/abuse/smuggling.test.ts",
  "test/cluster/faults.test.ts",
  "test/http/content-length.test.ts",
  "test/http/framing.test.ts",
  "test/http/node-fields.test.ts",
  "test/http/shape.test.ts",
  "test/http/watched.test.ts",
  "test/lifecycle/shutdown.test.ts",
  "test/lifecycle/timeouts.test.ts",
  "test/compile/circles.test.ts",
  "test/compile/commonjs.test.ts",
  "test/compile/worker.test.ts",
  "test/observe/accessLog.test.ts",
  "test/observe/jsonLog.test.ts",
  "test/observe/lines.test.ts",
  "test/package/node.test.ts",
  "test/pipeline/asyncContext.test.ts",
  "test/pipeline/errors.stream.test.ts",
  "test/pipeline/firstStore.test.ts",
  "test/static/files.test.ts",
  "test/web/bridge.test.ts",
];
/** All about sockets, streams, processes and modules. */
const FULL = [
  "abuse",
  "app",
  "cluster",
  "compile",
  "http",
  "lifecycle",
  "observe",
  "pipeline",
  "routes",
  "static",
  "web",
].map((name) => `test/${name}/`);

function nodeOf(version: string): string {
  const dir = join(tmpdir(), "pages-api-nodes", version);
  const file = join(dir, "node_modules/node/bin/node");
  if (!existsSync(file)) {
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, "package.json"), "{}");
    execFileSync("npm", ["install", "--no-audit", "--no-fund", `node@${version}`], {
      cwd: dir,
      stdio: "inherit",
    });
  }
  return file;
}

const args = process.argv.slice(2);
const isFull = args.includes("--full");
const isVersion = (text: string): boolean => /^\d/.test(text);
const versions = args.filter(isVersion);
const tests = args.filter((text) => !isVersion(text) && text !== "--full");
const failed: string[] = [];

for (const version of versions.length > 0 ? versions : VERSIONS) {
  const node = nodeOf(version);
  console.log(`Node ${execFileSync(node, ["--version"], { encoding: "utf8" }).trim()}`);
  const isSupported = version.split(".")[0] !== UNSUPPORTED;
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const files = isSupported
    ? tests.length > 0
      ? tests
      : isFull
        ? FULL
        : DIFFERING
    : ["test/package/old-node.test.ts"];
  // The test runner itself needs a newer one.
  const { status } = spawnSync(isSupported ? node : process.execPath, [vitest, "run", ...files], {
    cwd: root,
    env: { ...process.env, ...(!isSupported && { OLD_NODE: node }) },
    stdio: "inherit",
  });
  if (status !== 0) failed.push(version);
}
if (failed.length > 0) {
  console.error(`Failed on Node ${failed.join(", ")}.`);
  process.exitCode = 1;
}

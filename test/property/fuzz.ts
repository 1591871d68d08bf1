import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

/** The properties of this folder, and random requests to servers, with many inputs. A failure names the seed with which it is met again. */
const { values, positionals } = parseArgs({
  options: {
    runs: { type: "string", default: "100000" },
    seed: { type: "string", default: String(Math.trunc(Math.random() * 2 ** 31)) },
  },
  allowPositionals: true,
});
const { runs, seed } = values;
if (!/^[1-9]\d*$/.test(runs) || !/^-?\d+$/.test(seed)) {
  throw new TypeError("--runs is a number of inputs to each property, --seed a whole number");
}
console.log(`fuzz: ${runs} inputs to each property, seed ${seed}`);
const files =
  positionals.length > 0
    ? positionals.map((name) => `test/property/${name}`)
    : ["test/property/", "test/abuse/random.test.ts"];
const vitest = ["node_modules/vitest/vitest.mjs", "run", ...files, "--disable-console-intercept"];
const { status } = spawnSync(process.execPath, vitest, {
  cwd: new URL("../..", import.meta.url).pathname,
  env: { ...process.env, FUZZ_RUNS: runs, FUZZ_SEED: seed },
  stdio: "inherit",
});
if (status !== 0) console.log(`fuzz: the same inputs again: npm run fuzz -- --runs ${runs} --seed ${seed}`);
process.exitCode = status ?? 1;

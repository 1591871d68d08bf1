import { rmSync } from "node:fs";
import { parseArgs } from "node:util";

import { printMet } from "./fuzz/met.ts";
import { disagreementOn, sortOf } from "./fuzz/refusal.ts";
import { shownAsk } from "./fuzz/request.ts";
import { fuzzRequests } from "./fuzz/requests.ts";
import { search } from "./fuzz/search.ts";
import type { Searched } from "./fuzz/search.ts";
import { anyTree } from "./fuzz/tree.ts";
import { fuzzTrees } from "./fuzz/trees.ts";
import { installNext } from "./next.ts";

const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "5000" },
    trees: { type: "string", default: "50" },
    seed: { type: "string", default: String(Math.trunc(Math.random() * 1_000_000)) },
  },
});
const [requests, trees, seed] = [Number(values.requests), Number(values.trees), Number(values.seed)];
if (![requests, trees, seed].every((number) => Number.isSafeInteger(number) && number >= 0)) {
  throw new TypeError("--requests, --trees and --seed are whole numbers");
}

/** For each tree that is served, so many are only accepted or refused. */
const JUDGED = 20;
const SHOWN = 20;
let differences = 0;

function print<T>(
  what: string,
  { findings, unsteady, sent }: Searched<T>,
  show: (example: T) => string,
): void {
  for (const { kind, example, lines, times, shrunk } of findings.values()) {
    console.log(`\n${kind} (${times} times${shrunk ? ", shrunk" : ""})\n${show(example)}`);
    for (const line of lines) console.log(`    ${line}`);
  }
  if (unsteady.length > 0) console.log(`not seen again: ${unsteady.join(" | ")}`);
  console.log(`parity:fuzz: ${sent} ${what}, ${findings.size} differences without a reason`);
  differences += findings.size;
}

console.log(`parity:fuzz: seed ${seed}`);
const install = process.env.PARITY_NEXT_DIR || installNext();
const own = !process.env.PARITY_NEXT_DIR;
process.env.PARITY_NEXT_DIR = install;
const met = new Map<string, number>();
try {
  if (requests > 0) {
    const found = await fuzzRequests(requests, seed, met);
    print("requests", found, (asks) => asks.map((ask) => `  > ${shownAsk(ask)}`).join("\n"));
  }
  if (trees > 0) {
    const sort = sortOf(install);
    const options = { seed, requests: trees * JUDGED, sizeOf: () => 1 };
    const check = (files: string[]) => disagreementOn(files, sort, met);
    print("trees judged", await search(anyTree, { ...options, check }), (files) => `  > ${files.join(" ")}`);
    const { found, visits } = await fuzzTrees(trees, seed, sort, met);
    for (const { kind, files, path, lines } of found.slice(0, SHOWN)) {
      console.log([`\n${kind}`, `  > ${files.join(" ")}`, `  > ${path}`, ...lines].join("\n    "));
    }
    console.log(
      `parity:fuzz: ${trees} trees served, ${visits} paths, ${found.length} without a reason differ`,
    );
    differences += found.length;
  }
} finally {
  if (own) rmSync(install, { recursive: true, force: true });
}
printMet(met);
process.exitCode = differences > 0 ? 1 : 0;

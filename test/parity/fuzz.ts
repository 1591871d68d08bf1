import { parseArgs } from "node:util";

import { fuzzRequests } from "./fuzz/requests.ts";
import { compileOurs } from "./ours.ts";

const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "5000" },
    trees: { type: "string", default: "50" },
    seed: { type: "string", default: String(Math.trunc(Math.random() * 1_000_000)) },
  },
});
const [requests, , seed] = [Number(values.requests), Number(values.trees), Number(values.seed)];

console.log(`parity:fuzz: seed ${seed}`);
compileOurs();
let differences = 0;
if (requests > 0) differences += await fuzzRequests(requests, seed);
process.exitCode = differences > 0 ? 1 : 0;

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { buildNext, NEXT, startNext } from "../parity/next.ts";
import { run, type StepAnswer } from "./run.ts";
import { scenarios } from "./scenarios/index.ts";
import { startUpstream } from "./upstream.ts";

interface Recording {
  scenarios: Record<string, StepAnswer[]>;
}

// Next, built and started; what the scenarios get from it is written to recorded.json. A word as argument records only
// the scenarios that have it in their name, and keeps the others.
const TARGET = new URL("recorded.json", import.meta.url);
const word = process.argv[2] ?? "";
const upstream = await startUpstream();
process.env.UPSTREAM = upstream.url;
const { folder, remove } = await buildNext(fileURLToPath(new URL("app", import.meta.url)));
try {
  const next = await startNext(folder);
  try {
    const lines: string[] = [];
    const before = word === "" ? {} : (JSON.parse(readFileSync(TARGET, "utf8")) as Recording).scenarios;
    for (const scenario of scenarios) {
      const kept = scenario.name.includes(word) ? undefined : before[scenario.name];
      const answers =
        kept ??
        (await run(scenario, next.port, upstream).catch((error: unknown) => {
          console.log(`${scenario.name}: ${String(error)}`);
          return [];
        }));
      const each = answers.map((answer) => `    ${JSON.stringify(answer)}`).join(",\n");
      lines.push(`  ${JSON.stringify(scenario.name)}: [\n${each}\n  ]`);
    }
    const head = `"next": ${JSON.stringify(NEXT)}, "node": ${JSON.stringify(process.version)}`;
    const text = `{ ${head}, "scenarios": {\n${lines.join(",\n")}\n} }\n`;
    writeFileSync(TARGET, text);
    console.log(`recorded ${lines.length} scenarios`);
  } finally {
    await next.stop();
  }
} finally {
  upstream.close();
  remove();
}

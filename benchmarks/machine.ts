import { cpus, totalmem } from "node:os";
import { execFileSync } from "node:child_process";
import { type Contender, versionOf } from "./contenders.ts";
import { PINS } from "./cores.ts";

/** What a reader has to know to judge the figures. */
export function describeMachine(contenders: readonly Contender[]): string {
  const cores = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const pinned = PINS ? "server and load on a core each" : "server and load share the cores";
  return [
    `${cores.length} cores of ${cores[0]?.model.trim()}, ${memory} GB, ${process.platform} ${process.arch}, ${pinned}.`,
    `Node ${process.version}, ${wrkVersion()}; ${contenders.map(versionOf).join(", ")}.`,
  ].join("\n");
}

function wrkVersion(): string {
  try {
    return execFileSync("wrk", ["-v"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch (error) {
    const { stdout = "" } = error as { stdout?: string };
    return /wrk \S*\d[\w.]*/.exec(stdout)?.[0] ?? "wrk";
  }
}

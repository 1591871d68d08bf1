import type { Recorded } from "../recording.ts";
import { run } from "../run.ts";
import { inTurn, rowsOf, sections } from "./requests/index.ts";

/** Sends every row to the server on `port`. */
export async function runAll(port: number): Promise<Map<string, Recorded>> {
  const results = await run(rowsOf(sections), port);
  for (const row of rowsOf(inTurn)) {
    for (const [name, recorded] of await run([row], port)) results.set(name, recorded);
  }
  return results;
}

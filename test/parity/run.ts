import { exchange } from "./client.ts";
import { recordingOf } from "./recording.ts";
import type { Recorded } from "./recording.ts";
import { sendingOf } from "./row.ts";
import type { Row } from "./row.ts";

const AT_ONCE = 6;

/** Sends each row to the server on `port`; the connections of a few rows overlap. */
export async function run(rows: Row[], port: number): Promise<Map<string, Recorded>> {
  const results = new Map<string, Recorded>();
  const waiting = rows.toReversed();
  async function work(): Promise<void> {
    for (let row = waiting.pop(); row; row = waiting.pop()) {
      const sending = sendingOf(row);
      results.set(row.name, recordingOf(sending, await exchange(port, sending), port));
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}

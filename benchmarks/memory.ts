import type { Contender } from "./contenders.ts";
import { LOADS } from "./loads.ts";
import { start, type Usage } from "./server.ts";
import { drive } from "./wrk.ts";

export interface Memory {
  readonly contender: string;
  /** After a garbage collection, when some thousand requests are answered. */
  readonly warm: Usage;
  /** After a garbage collection, at half of the requests and at the end. */
  readonly half?: Usage;
  readonly end?: Usage;
}

const SECONDS = 2;

/** The memory of a process after its warm-up, and again when it has answered so many requests. */
export async function measureMemory(contender: Contender, requests: number): Promise<Memory> {
  const load = LOADS[0]!;
  const server = await start(contender, undefined);
  try {
    let answered = 0;
    const until = async (count: number): Promise<Usage> => {
      while (answered < count) answered += (await drive(server.port, load, SECONDS)).requests;
      return server.usage(true);
    };
    const warm = await until(1);
    if (requests === 0) return { contender: contender.name, warm };
    return { contender: contender.name, warm, half: await until(requests / 2), end: await until(requests) };
  } finally {
    await server.stop();
  }
}

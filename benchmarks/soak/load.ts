import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "./client.ts";
import { FAULTS } from "./faults.ts";
import { ORDINARY } from "./ordinary.ts";
import type { Scenario } from "./scenario.ts";

/** How often a scenario ended in which way. */
export class Tally {
  readonly endings = new Map<Scenario, Map<string, number>>();
  total = 0;
  unexpected = 0;

  add(scenario: Scenario, ending: string): void {
    const counts = this.endings.get(scenario) ?? new Map<string, number>();
    this.endings.set(scenario, counts);
    counts.set(ending, (counts.get(ending) ?? 0) + 1);
    this.total += 1;
    if (!scenario.expected.includes(ending)) this.unexpected += 1;
  }
}

export const SCENARIOS: readonly Scenario[] = [...ORDINARY, ...FAULTS];

/** Lets all clients begin, each of which goes on until `stop` has been called; that settles when they have ended. */
export function startLoad(client: Client, tally: Tally): { stop(): Promise<void> } {
  const life = { ending: false };

  async function repeat(scenario: Scenario): Promise<void> {
    while (!life.ending) {
      const result = await scenario.run(client).catch((error: unknown) => `failed: ${describe(error)}`);
      tally.add(scenario, result);
      await sleep(Math.random() * scenario.pause);
    }
  }

  const clients = SCENARIOS.flatMap((scenario) =>
    Array.from({ length: scenario.clients }, () => repeat(scenario)),
  );
  return {
    async stop() {
      life.ending = true;
      await Promise.all(clients);
    },
  };
}

function describe(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}

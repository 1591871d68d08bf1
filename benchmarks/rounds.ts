import { type Answer, answerTo, checkSame } from "./answer.ts";
import type { Contender } from "./contenders.ts";
import type { Load } from "./loads.ts";
import { type RunningServer, start } from "./server.ts";
import { drive } from "./wrk.ts";

/** One measurement of a contender under a load. */
export interface Sample {
  /** In each round the processes are new. */
  readonly round: number;
  /** Samples of one turn of a round are taken one right after the other. */
  readonly turn: number;
  readonly contender: string;
  readonly load: string;
  /** Microseconds of user and system time of the server's process for one request. */
  readonly cpu: number;
  /** Requests a second. */
  readonly rate: number;
  /** Latency, in microseconds. */
  readonly p50: number;
  readonly p99: number;
}

export interface Start {
  readonly contender: string;
  /** Milliseconds to the first answer. */
  readonly startup: number;
}

export interface Measured {
  readonly samples: readonly Sample[];
  readonly starts: readonly Start[];
}

export interface Plan {
  /** The first is the floor. */
  readonly contenders: readonly Contender[];
  readonly loads: readonly Load[];
  readonly rounds: number;
  /** How often a contender is measured in the life of its process. */
  readonly turns: number;
  onProgress(text: string): void;
}

/**
 * Measures every contender under every load, some times a round. For each load of each round the processes are new,
 * and contenders take turns in another order every time, so that neither a lucky process nor a busy minute of the
 * machine favours one.
 */
export async function measure(plan: Plan): Promise<Measured> {
  const samples: Sample[] = [];
  const starts: Start[] = [];
  for (let round = 1; round <= plan.rounds; round += 1) {
    for (const load of shuffled(plan.loads)) {
      plan.onProgress(`round ${round} of ${plan.rounds}: ${load.name}`);
      const servers = await startAll(plan, load);
      try {
        if (load.routes === undefined) {
          for (const [{ name }, { server }] of servers)
            starts.push({ contender: name, startup: server.startup });
        }
        await checkAnswers(plan, servers, load);
        for (let turn = 1; turn <= plan.turns; turn += 1) {
          for (const [{ name }, { server, seconds }] of shuffled([...servers])) {
            const figures = await sample(server, load, seconds);
            samples.push({ round, turn, contender: name, load: load.name, ...figures });
          }
        }
      } finally {
        await Promise.all([...servers.values()].map(({ server }) => server.stop()));
      }
    }
  }
  return { samples, starts };
}

interface Warm {
  readonly server: RunningServer;
  /** How long each of its turns takes. */
  readonly seconds: number;
}

type Servers = Map<Contender, Warm>;

/**
 * A turn is so short that its neighbours meet the same machine: what else runs there changes within a second. It is long
 * enough for many requests on each connection, beside which opening them does not count.
 */
const TURN_SECONDS = { least: 0.2, most: 1 } as const;
const REQUESTS_OF_CONNECTION = 50;

/**
 * V8 compiles hot code in steps. In its first thousands of requests a stream of Expo's costs us 0.5 of what it costs
 * Expo's own server, and 0.35 from then on; a busy machine does not get there in one warm-up.
 */
const WARM_REQUESTS = 20_000;
const MOST_WARM_UPS = 4;

/**
 * Each is warmed up as soon as it has started. One that waits ten seconds for its first load is slow for good, before
 * Node 24 (src/lifecycle/next-tick.ts): whom that hits should not be left to chance.
 */
async function startAll({ contenders }: Plan, load: Load): Promise<Servers> {
  const servers: Servers = new Map();
  for (const contender of shuffled(contenders)) {
    if (load.routes !== undefined && !contender.scales) continue;
    const server = await start(contender, load.routes);
    let rate = 0;
    for (let turn = 0, answered = 0; turn < MOST_WARM_UPS && answered < WARM_REQUESTS; turn += 1) {
      const { requests, microseconds } = await drive(server.port, load, 1);
      answered += requests;
      rate = requests / (microseconds / 1e6);
    }
    const wanted = (REQUESTS_OF_CONNECTION * load.connections) / rate;
    const seconds = Math.min(TURN_SECONDS.most, Math.max(TURN_SECONDS.least, wanted));
    servers.set(contender, { server, seconds });
  }
  return servers;
}

async function checkAnswers({ contenders }: Plan, servers: Servers, load: Load): Promise<void> {
  const answers = new Map<Contender, Answer>();
  for (const [contender, { server }] of servers) answers.set(contender, await answerTo(server.port, load));
  // They were started in another order.
  const floor = answers.get(contenders[0]!)!;
  for (const [contender, answer] of answers) {
    if (contender.differsIn?.includes(load.name)) continue;
    checkSame(contender, load, answer, floor);
  }
}

async function sample(
  server: RunningServer,
  load: Load,
  seconds: number,
): Promise<Omit<Sample, "round" | "turn" | "contender" | "load">> {
  const before = await server.usage();
  const { requests, microseconds, p50, p99 } = await drive(server.port, load, seconds);
  const after = await server.usage();
  return { cpu: (after.cpu - before.cpu) / requests, rate: requests / (microseconds / 1e6), p50, p99 };
}

export function shuffled<T>(list: readonly T[]): T[] {
  const rest = [...list];
  const result: T[] = [];
  while (rest.length > 0) result.push(...rest.splice(Math.floor(Math.random() * rest.length), 1));
  return result;
}

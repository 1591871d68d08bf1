import { fork } from "node:child_process";
import { once } from "node:events";
import type { Server } from "node:http";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { ServerOptions } from "../../src/index.ts";
import { onEnd } from "../support/lifetime.ts";

const PROGRAM = fileURLToPath(new URL("target.mjs", import.meta.url));

/** What the process says of itself, its garbage collected. */
export interface Health {
  readonly heapUsed: number;
  readonly rss: number;
  readonly connections: number;
  /** Calls of routes whose response has not been closed yet. */
  readonly running: number;
  /** What came to the process as an uncaught exception or an unhandled rejection. */
  readonly escaped: readonly string[];
  /** Messages of what the server has logged as errors, each once. */
  readonly logged: readonly string[];
}

export interface Attacked {
  /** What the tools for the wire ask of a server. */
  readonly server: Server;
  health(): Promise<Health>;
  /** Waits until no connection is open and no route runs. */
  rest(): Promise<Health>;
  /** Leaves out of what it says later what has escaped, or was logged, until now. */
  forget(): Promise<void>;
}

/** Starts `target.mjs` with these options of `createServer`; it ends with the test, or with what is shared. */
export async function attacked(options: ServerOptions = {}): Promise<Attacked> {
  const child = fork(PROGRAM, [JSON.stringify(options)], { execArgv: ["--expose-gc"] });
  onEnd(() => void child.kill("SIGKILL"));
  const gone = once(child, "exit").then(([code]) => {
    throw new Error(`The server under attack has ended with ${code}.`);
  });
  gone.catch(() => {});

  async function told<T>(): Promise<T> {
    const [message] = (await Promise.race([once(child, "message"), gone])) as [T];
    return message;
  }

  const port = await told<number>();

  function health(): Promise<Health> {
    const answer = told<Health>();
    child.send("health");
    return answer;
  }

  async function forget(): Promise<void> {
    const done = told();
    child.send("forget");
    await done;
  }

  async function rest(): Promise<Health> {
    const idle = { connections: 0, running: 0 };
    await expect.poll(health).toMatchObject(idle);
    return health();
  }

  return { server: { address: () => ({ port }) } as Server, health, rest, forget };
}

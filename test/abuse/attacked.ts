import { fork } from "node:child_process";
import { once } from "node:events";
import type { Server } from "node:http";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished } from "vitest";
import type { ServerOptions } from "../../src/index.ts";
import type { Health } from "./target.ts";

const PROGRAM = fileURLToPath(new URL("target.ts", import.meta.url));

export interface Attacked {
  /** What the tools for the wire ask of a server. */
  readonly server: Server;
  health(): Promise<Health>;
  /** Waits until no connection is open and no route runs. */
  rest(): Promise<Health>;
}

/** Starts `target.ts` with these options of `createServer`; it ends with the test. */
export async function attacked(options: ServerOptions = {}): Promise<Attacked> {
  const execArgv = ["--expose-gc", "--import", "tsx"];
  const child = fork(PROGRAM, [JSON.stringify(options)], { execArgv });
  onTestFinished(() => void child.kill("SIGKILL"));
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

  async function rest(): Promise<Health> {
    const idle = { connections: 0, running: 0 };
    await expect.poll(health).toMatchObject(idle);
    return health();
  }

  return { server: { address: () => ({ port }) } as Server, health, rest };
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { get } from "node:http";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { type Contender, environment, FOLDER } from "./contenders.ts";
import { pinned } from "./cores.ts";

/** What contenders/probe.js answers. */
export interface Usage {
  /** User and system time of the process so far, in microseconds. */
  readonly cpu: number;
  /** Bytes. */
  readonly rss: number;
  readonly heapUsed: number;
}

const START_LIMIT_MS = 60_000;

/** The process of a contender. */
export class RunningServer {
  readonly port: number;
  /** From the start of the process to its first answer, in milliseconds. */
  readonly startup: number;
  readonly #child: ChildProcess;

  constructor(port: number, startup: number, child: ChildProcess) {
    this.port = port;
    this.startup = startup;
    this.#child = child;
  }

  /** @param collect - after a garbage collection */
  async usage(collect = false): Promise<Usage> {
    const probe = this.#child.stdio[3] as Socket;
    probe.write(collect ? "collect" : "usage");
    const [usage] = (await once(probe, "data")) as [Buffer];
    return JSON.parse(String(usage)) as Usage;
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await ended;
  }
}

/** Starts a contender on a free port, and waits for its first answer. */
export async function start(contender: Contender, routes: number | undefined): Promise<RunningServer> {
  const port = await freePort();
  const command = ["node", "--expose-gc", "--import", "./probe.js", ...contender.command(port)];
  const [file, ...args] = pinned("server", command);
  const extra = {
    PORT: String(port),
    ...contender.env,
    ...(routes !== undefined && { ROUTES: String(routes) }),
  };
  const begun = performance.now();
  const child = spawn(file!, args, {
    cwd: FOLDER,
    env: environment(extra),
    stdio: ["ignore", contender.logs ? "pipe" : "ignore", "inherit", "pipe"],
  });
  child.stdout?.resume();
  try {
    await answered(child, port);
  } catch (error) {
    child.kill("SIGKILL");
    throw new Error(`${contender.name} does not start`, { cause: error });
  }
  return new RunningServer(port, performance.now() - begun, child);
}

async function answered(child: ChildProcess, port: number): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  while (child.exitCode === null && Date.now() < deadline) {
    if ((await statusOf(port)) === 200) return;
    await delay(5);
  }
  throw new Error(child.exitCode === null ? "no answer" : `exit code ${child.exitCode}`);
}

function statusOf(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const request = get({ port, host: "127.0.0.1", path: "/api/json", agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on("error", () => resolve(undefined));
  });
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

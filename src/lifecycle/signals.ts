/** A server that ends with the process. */
export interface Ending {
  shutdown(): Promise<unknown>;
  /** Stops waiting for what is still running. */
  cut(): void;
}

/** What a terminal, a container and systemd end a process with. */
export const END_SIGNALS = ["SIGTERM", "SIGINT"] as const;

/** npm passes a Ctrl-C on that the terminal has sent to us already: one press, two signals. */
const ECHO_MS = 300;
/** What modules of routes may take to let go of their timers and pools when all is answered. */
const LINGER_MS = 2_000;

const servers = new Set<Ending>();
const heard = new Set<NodeJS.Signals>();
let begun: number | undefined;

/**
 * Ends the process at a signal, when this server and the others that asked for it have shut down: by itself, or after two
 * seconds where a timer or a pool holds it, with exit code 0. A second signal cuts what is still running.
 *
 * @returns a function that takes it back, for a server that was closed
 */
export function endOnSignals(server: Ending, signals: readonly NodeJS.Signals[]): () => void {
  servers.add(server);
  for (const signal of signals) {
    if (heard.has(signal)) continue;
    heard.add(signal);
    process.on(signal, onSignal);
  }
  return () => {
    if (begun !== undefined) return;
    servers.delete(server);
    if (servers.size === 0) release();
  };
}

function onSignal(): void {
  if (begun === undefined) {
    begun = performance.now();
    void end();
  } else if (performance.now() - begun > ECHO_MS) {
    // A third one does what Node does by default.
    release();
    for (const server of servers) server.cut();
  }
}

async function end(): Promise<void> {
  await Promise.allSettled([...servers].map((server) => server.shutdown()));
  if (heard.size === 0) process.exit(process.exitCode ?? 0);
  endProcess();
}

/** Lets this process end by itself, or ends it after two seconds where a timer or a pool holds it, with exit code 0. */
export function endProcess(): void {
  process.exitCode ??= 0;
  // Where it ends by itself, Node gives the signals back first, and one that comes then kills it: exit code 143.
  process.on("exit", () => process.exit());
  setTimeout(() => process.exit(), LINGER_MS).unref();
}

function release(): void {
  for (const signal of heard) process.off(signal, onSignal);
  heard.clear();
}

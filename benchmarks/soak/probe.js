// Loaded into the server (node --import): at each message it tells how the process is.
import { readdirSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";

const INTERVAL_MS = 10;
const delay = monitorEventLoopDelay({ resolution: INTERVAL_MS });
delay.enable();

process.on("message", () => {
  // What the collection itself takes is left out.
  delay.disable();
  globalThis.gc();
  const { rss, heapUsed, external } = process.memoryUsage();
  const resources = {};
  for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1;
  process.send({
    rss,
    heapUsed,
    external,
    resources,
    descriptors: descriptors(),
    delay: over(delay.percentile(99)),
    longest: over(delay.max),
  });
  delay.reset();
  delay.enable();
});
// It does not keep the server from ending, and does not outlive the run.
process.channel.unref();
process.on("disconnect", () => process.exit(1));

/** Milliseconds beyond the interval at which it looks. */
function over(nanoseconds) {
  return Math.max(0, nanoseconds / 1e6 - INTERVAL_MS);
}

/** Files, sockets and pipes that the process has open; Linux only. */
function descriptors() {
  try {
    // One is that of the folder.
    return readdirSync("/proc/self/fd").length - 1;
  } catch {
    return 0;
  }
}

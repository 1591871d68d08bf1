/**
 * A clock that a busy machine cannot make run ahead: it counts the timers of this process, and one that comes late
 * counts once.
 *
 * @returns a function that stops it, and gives the milliseconds
 */
export function startClock(): () => number {
  const TICK_MS = 10;
  let ticks = 0;
  const timer = setInterval(() => (ticks += 1), TICK_MS).unref();
  return () => {
    clearInterval(timer);
    return ticks * TICK_MS;
  };
}

/** The milliseconds of processor time that a function takes, however long the machine lets it wait. */
export function processorTime(run: () => void): number {
  const begun = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

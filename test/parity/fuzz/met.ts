/** How often each reason to differ was met. */
export type Met = Map<string, number>;

export function addTo(met: Met, reasons: Iterable<string>): void {
  for (const reason of reasons) met.set(reason, (met.get(reason) ?? 0) + 1);
}

export function printMet(met: Met): void {
  for (const [reason, times] of met) console.log(`${times} times better on purpose: ${reason}`);
}

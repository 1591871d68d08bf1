interface Gate {
  opened: number;
  waiting: (() => void)[];
}

// Next bundles a copy of this file for each route: what they share is global.
const store = globalThis as { gates?: Map<string, Gate> };
const gates = (store.gates ??= new Map());

function find(name: string): Gate {
  const gate = gates.get(name) ?? { opened: 0, waiting: [] };
  gates.set(name, gate);
  return gate;
}

/** A stream waits here until the test lets it go on: one `open` for each `pass`, whichever comes first. */
export function pass(name: string): Promise<void> {
  const gate = find(name);
  if (gate.opened === 0) return new Promise((resolve) => gate.waiting.push(resolve));
  gate.opened -= 1;
  return Promise.resolve();
}

export function open(name: string): void {
  const gate = find(name);
  const next = gate.waiting.shift();
  if (next) next();
  else gate.opened += 1;
}

import { randomUUID } from "node:crypto";
import { onTestFinished } from "vitest";

/** Holds up whoever comes to it until the test opens it. It ends, open, with its test. */
export interface Gate {
  /** The global function by which a route file waits at the gate. */
  readonly name: string;
  /** Settles when a route file has come to the gate. */
  readonly reached: Promise<void>;
  readonly opened: Promise<void>;
  open(): void;
}

export function makeGate(): Gate {
  const name = `gate ${randomUUID()}`;
  const global = globalThis as Record<string, unknown>;
  let open!: () => void;
  let reach!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const reached = new Promise<void>((resolve) => (reach = resolve));
  global[name] = () => {
    reach();
    return opened;
  };
  onTestFinished(() => {
    open();
    delete global[name];
  });
  return { name, reached, opened, open };
}

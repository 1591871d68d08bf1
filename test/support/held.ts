import { expect } from "vitest";
import type { ServerOptions } from "../../src/index.ts";
import { gate } from "./client.ts";
import { startClock } from "./clock.ts";

/** What is expected at once must not come from a limit of Node's. */
const SOON_MS = 3_000;

export interface Held {
  readonly routes: NonNullable<ServerOptions["routes"]>;
  readonly began: Promise<void>;
  end(): void;
}

/** `/api/held` answers when it is told to, `/api/stream` has begun before; `/api/test` answers at once. */
export function held(): Held {
  const began = gate();
  const ended = gate();
  return {
    began: began.opened,
    end: () => ended.open(),
    routes: {
      "/api/test": (_req, res) => void res.end("done"),
      "/api/held": async (_req, res) => {
        began.open();
        await ended.opened;
        res.send("late");
      },
      "/api/stream": async (_req, res) => {
        res.write("first");
        began.open();
        await ended.opened;
        res.end("last");
      },
    },
  };
}

export async function expectSoon<T>(promise: Promise<T>): Promise<T> {
  const elapsed = startClock();
  const value = await promise;
  expect(elapsed()).toBeLessThan(SOON_MS);
  return value;
}

/** Closes a server, and settles with its callback. */
export const closing = (server: { close(callback: (error?: Error) => void): unknown }): Promise<void> =>
  new Promise((resolve, reject) => void server.close((error) => (error ? reject(error) : resolve())));

import type { Server } from "node:http";
import { expect } from "vitest";

/** Waits until a server has no connection left. */
export async function expectNoConnections(server: Server): Promise<void> {
  const count = (): Promise<number> =>
    new Promise((resolve, reject) =>
      server.getConnections((error, connections) => (error ? reject(error) : resolve(connections))),
    );
  await expect.poll(count, { interval: 10, timeout: 10_000 }).toBe(0);
}

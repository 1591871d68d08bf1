import { setTimeout as sleep } from "node:timers/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import lightMyRequest from "light-my-request";
import { expect, it } from "vitest";
import { createHandler, type Options } from "../../src/index.ts";

/** Asks a handler in a pair of light-my-request's own, which has no connection: as `fastify.inject` does. */
async function injected(routes: Options["routes"] & object, path: string) {
  const log: unknown[] = [];
  const handler = createHandler({
    routes,
    dev: false,
    logger: quiet,
    accessLog: { info: (entry) => log.push(entry) },
  });
  const app = (req: IncomingMessage, res: ServerResponse): void => handler(req, res);
  const answer = await lightMyRequest(app, { method: "GET", url: path }).catch((error: unknown) => error);
  return { answer, log };
}

const quiet = { error: () => {}, warn: () => {} };

it("an answer without a connection is complete when it was ended: no signal, no aborted entry in the log", async () => {
  let aborted: unknown;
  const { answer, log } = await injected(
    {
      "/api/a": async (req, res) => {
        req.signal.addEventListener("abort", () => (aborted = req.signal.reason));
        res.json({ a: 1 });
        await sleep(10);
      },
    },
    "/api/a",
  );
  await sleep(20);

  expect(answer).toMatchObject({ statusCode: 200, payload: '{"a":1}' });
  expect(aborted).toBeUndefined();
  expect(log).toEqual([expect.objectContaining({ url: "/api/a", status: 200 })]);
  expect(log[0]).not.toHaveProperty("aborted");
});

it("one that fails after its first byte is cut off, and the log says so", async () => {
  const { answer, log } = await injected(
    {
      "/api/late": async (_req, res) => {
        res.write("begun");
        await sleep(1);
        throw new Error("late");
      },
    },
    "/api/late",
  );

  expect(answer).toBeInstanceOf(Error);
  expect(log).toEqual([expect.objectContaining({ aborted: true })]);
});

import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { CLI, run } from "../support/program.ts";
import { startOurs, type Ours } from "./ours.ts";
import { data, text, writeShared } from "./shared.ts";

let app: { dir: string; remove(): void };
let server: Ours;

beforeAll(async () => {
  app = writeShared();
  expect(await run([CLI, "build", app.dir])).toMatchObject({ code: 0 });
  server = await startOurs(app.dir, {}, ["--workers", "2"]);
});

afterAll(async () => {
  await server?.stop();
  app?.remove();
});

/** Values of several requests, which both workers have answered. */
async function expectSameOfBoth(): Promise<string[]> {
  return vi.waitFor(
    async () => {
      const values = [];
      for (let count = 0; count < 6; count += 1) values.push(await data(server.port));
      expect(new Set(values.map(({ pid }) => pid)).size).toBe(2);
      expect(new Set(values.map((value) => value.data)).size).toBe(1);
      return values.map((value) => value.data);
    },
    { timeout: 60_000 },
  );
}

it("workers have one value, and one answer", async () => {
  await expectSameOfBoth();
  const answers = [];
  for (let count = 0; count < 6; count += 1) answers.push(await text(server.port, "/kept/a"));
  expect(new Set(answers).size).toBe(1);
});

it("a tag that one worker revalidates is expired for all of them at once", async () => {
  const [before] = await expectSameOfBoth();
  const answer = await text(server.port, "/kept/a");
  await text(server.port, "/renew/data", "POST");
  await text(server.port, "/renew/kept", "POST");
  const answers = [];
  for (let count = 0; count < 6; count += 1) answers.push(await text(server.port, "/kept/a"));
  expect(answers).not.toContain(answer);
  expect(new Set(answers).size).toBe(1);
  for (const value of await expectSameOfBoth()) expect(value).not.toBe(before);
});

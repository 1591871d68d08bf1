import request from "supertest";
import { expect, it } from "vitest";
import { testServer } from "../../src/testing/index.ts";
import { project } from "../support/hosts.ts";

it("servers open while others close: they share the compiler's process", async () => {
  const text = "export default (req, res) => { res.json({ a: 1 }); };";
  const dirs = await Promise.all(Array.from({ length: 6 }, () => project({ "pages/api/a.ts": text })));
  let closing: Promise<unknown> = Promise.resolve();
  for (const dir of dirs) {
    const server = testServer({ dir });
    // oxlint-disable-next-line no-await-in-loop -- each opens while the one before closes
    await Promise.all([server.ready(), closing]);
    // oxlint-disable-next-line no-await-in-loop
    await request(server).get("/api/a").expect(200, { a: 1 });
    closing = server.shutdown();
  }
  expect(await closing).toMatchObject({ cut: 0 });
});

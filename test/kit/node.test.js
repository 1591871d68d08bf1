import assert from "node:assert/strict";
import { test } from "node:test";
import request from "supertest";
import { inject, testServer } from "pages-api/testing";
import handler from "./pages/api/users/[id].js";

test("a handler by supertest", async () => {
  const server = testServer({ routes: { "/api/users/[id]": handler } });
  await request(server).get("/api/users/7").expect(200, { id: "7", name: "user 7" });
});

test("the project's files without a socket", async () => {
  const answer = await inject(testServer(), { method: "POST", url: "/api/users/7", payload: { a: 1 } });
  assert.equal(answer.statusCode, 201);
  assert.deepEqual(answer.json(), { id: "7", a: 1 });
});

import { expect, jest, test } from "@jest/globals";
import { inject, testServer } from "pages-api/testing";
import request from "supertest";

jest.unstable_mockModule("./users.js", () => ({ nameOf: () => "mocked" }));
const { default: handler } = await import("./pages/api/users/[id].js");

test("a handler by supertest, with a module of its own mocked", async () => {
  const server = testServer({ routes: { "/api/users/[id]": handler } });
  await request(server).get("/api/users/7").expect(200, { id: "7", name: "mocked" });
});

test("the project's files without a socket", async () => {
  const answer = await inject(testServer(), { method: "POST", url: "/api/users/7", payload: { a: 1 } });
  expect(answer.statusCode).toBe(201);
  expect(answer.json()).toEqual({ id: "7", a: 1 });
});

import request from "supertest";
import { inject, testServer } from "pages-api/testing";
import { expect, test, vi } from "vitest";
import handler from "./pages/api/users/[id].js";
import { nameOf } from "./users.js";

vi.mock("./users.js", () => ({ nameOf: vi.fn(() => "mocked") }));

test("a handler by supertest, with a module of its own mocked", async () => {
  const server = testServer({ routes: { "/api/users/[id]": handler } });
  await request(server).get("/api/users/7").expect(200, { id: "7", name: "mocked" });
  expect(nameOf).toHaveBeenCalledWith("7");
});

test("the project's files without a socket", async () => {
  const answer = await inject(testServer(), { method: "POST", url: "/api/users/7", payload: { a: 1 } });
  expect(answer.statusCode).toBe(201);
  expect(answer.json()).toEqual({ id: "7", a: 1 });
});

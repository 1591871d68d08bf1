// As a compiler that leaves `import()` as it is writes a test: Jest's `require` takes no ESM before Node 24.9.
jest.mock("./users.js", () => ({ nameOf: () => "mocked" }));
const request = require("supertest");
const handler = require("./route.js");

const kit = import("pages-api/testing");

test("a handler by supertest, with a module of its own mocked", async () => {
  const { testServer } = await kit;
  const server = testServer({ routes: { "/api/users/[id]": handler } });
  await request(server).get("/api/users/7").expect(200, { id: "7", name: "mocked" });
});

test("the project's files without a socket", async () => {
  const { inject, testServer } = await kit;
  const answer = await inject(testServer(), { method: "POST", url: "/api/users/7", payload: { a: 1 } });
  expect(answer.statusCode).toBe(201);
  expect(answer.json()).toEqual({ id: "7", a: 1 });
});

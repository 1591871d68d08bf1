import { METHODS } from "node:http";
import { describe, expect, it } from "vitest";
import { echoRoutes } from "../support/echo.ts";
import { bare, owned } from "../support/hosts.ts";
import { ask, exchange } from "../support/wire.ts";

const ROUTES = echoRoutes(["/api/hello", "/api/users/[id]"]);

describe.each([owned, bare])("where nobody comes after: $name", (host) => {
  it.each(METHODS.filter((method) => method !== "CONNECT" && method !== "HEAD"))(
    "%s of an unknown route answers 404",
    async (method) => {
      const server = await host.start({ routes: ROUTES });

      const answer = await ask(server, "/api/nothing", { method });

      expect(answer).toMatchObject({ status: 404, body: "Not Found" });
    },
  );

  it("HEAD of an unknown route answers 404 without a body", async () => {
    const server = await host.start({ routes: ROUTES });

    const answer = await ask(server, "/api/nothing", { method: "HEAD" });

    expect(answer).toMatchObject({ status: 404, headers: { "content-length": "9" }, body: "" });
  });

  it("the connection goes on after a 404, with the answers in order", async () => {
    const server = await host.start({ routes: ROUTES });
    const missing = "POST /api/nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody";

    const answers = await exchange(
      server,
      `${missing}${missing}GET /api/users/7 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
    );

    expect(answers.match(/HTTP\/1\.1 \d+ [A-Za-z ]+/g)).toEqual([
      "HTTP/1.1 404 Not Found",
      "HTTP/1.1 404 Not Found",
      "HTTP/1.1 200 OK",
    ]);
    expect(answers).toMatch(/{"id":"7"}}$/);
  });

  it("OPTIONS * is no route, not even one that takes any path", async () => {
    const server = await host.start({ routes: { ...ROUTES, ...echoRoutes(["/[id]", "/[...all]"]) } });

    expect(await ask(server, "*", { method: "OPTIONS" })).toMatchObject({ status: 404 });
  });

  it.each([
    ["", "text/plain; charset=utf-8", "Not Found"],
    ["*/*", "text/plain; charset=utf-8", "Not Found"],
    ["text/html,application/xhtml+xml,*/*;q=0.8", "text/plain; charset=utf-8", "Not Found"],
    ["application/json, text/plain, */*", "application/json; charset=utf-8", '{"error":"Not Found"}'],
    ["application/json", "application/json; charset=utf-8", '{"error":"Not Found"}'],
    ["text/plain;q=0.5, application/json", "application/json; charset=utf-8", '{"error":"Not Found"}'],
    ["application/json;q=0, text/plain", "text/plain; charset=utf-8", "Not Found"],
    ["image/png", "text/plain; charset=utf-8", "Not Found"],
    ["garbage", "text/plain; charset=utf-8", "Not Found"],
  ])("a 404 for Accept: %s is %s", async (accept, type, body) => {
    const server = await host.start({ routes: ROUTES });

    const answer = await ask(server, "/api/nothing", { headers: { Accept: accept } });

    expect(answer).toMatchObject({ status: 404, body });
    expect(answer.headers).toMatchObject({
      "content-type": type,
      "content-length": String(body.length),
      "cache-control": "private, no-cache, no-store, max-age=0, must-revalidate",
    });
    expect(answer.headers).not.toHaveProperty("x-powered-by");
  });

  it.each(["image", "script", "document", "empty"])(
    "a 404 is the same for Sec-Fetch-Dest: %s",
    async (dest) => {
      const server = await host.start({ routes: ROUTES });

      const answer = await ask(server, "/api/nothing", { headers: { "Sec-Fetch-Dest": dest } });

      expect(answer).toMatchObject({ status: 404, body: "Not Found" });
    },
  );
});

import { createServer as createHttpServer } from "node:http";
import express, { type Express } from "express";
import { expect, it } from "vitest";
import { createHandler } from "../../src/index.ts";
import { echoRoutes } from "../support/echo.ts";
import { listen } from "../support/hosts.ts";
import { ask } from "../support/wire.ts";

const ROUTES = echoRoutes(["/api/hello", "/api/users/[id]", "/api/opt/[[...path]]"]);

/** What comes after the path at which we are mounted, and where it is redirected below it. */
const redirects: [target: string, location: string][] = [
  ["/api/hello/", "/api/hello"],
  ["/api/hello/?a=1", "/api/hello?a=1"],
  ["//api/hello", "/api/hello"],
  ["/api//hello?x=//y", "/api/hello?x=//y"],
  ["/api/users/%2F/", "/api/users/%2F"],
  ["/api/opt/", "/api/opt"],
];

it("routes match what is left of the path", async () => {
  const server = await listen(createHttpServer(mounted("/v1")));

  expect(JSON.parse((await ask(server, "/v1/api/users/7?a=1")).body)).toEqual({
    route: "/api/users/[id]",
    query: { a: "1", id: "7" },
  });
  expect(await ask(server, "/api/hello")).toMatchObject({ status: 404 });
});

it.each(redirects)("a redirect stays below it in Express: /v1%s -> /v1%s", async (target, location) => {
  const server = await listen(createHttpServer(mounted("/v1")));

  expect(await ask(server, `/v1${target}`)).toMatchObject({
    status: 308,
    headers: { location: `/v1${location}`, refresh: `0;url=/v1${location}` },
    body: `/v1${location}`,
  });
});

it.each(redirects)("a redirect stays below it in Connect: /v1%s -> /v1%s", async (target, location) => {
  const handler = createHandler({ routes: ROUTES });
  const server = await listen(
    createHttpServer((req, res) => {
      Object.assign(req, { originalUrl: req.url, url: req.url!.slice("/v1".length) });
      handler(req, res, () => res.end("next"));
    }),
  );

  expect(await ask(server, `/v1${target}`)).toMatchObject({
    status: 308,
    headers: { location: `/v1${location}` },
  });
});

it("a redirect keeps what a dynamic path of the host matched", async () => {
  const server = await listen(createHttpServer(mounted("/:tenant/v1")));

  expect(await ask(server, "/a%20b/v1/api/hello/")).toMatchObject({
    headers: { location: "/a%20b/v1/api/hello" },
  });
});

it("an absolute-form target is redirected below it too", async () => {
  const server = await listen(createHttpServer(mounted("/v1")));

  expect(await ask(server, "http://any.test/v1/api/hello/")).toMatchObject({
    headers: { location: "/v1/api/hello" },
  });
});

it.each(["/\\evil.test/api/hello/", "/\\\\evil.test/api/hello/", "//evil.test/api/hello/"])(
  "a redirect never leads to another host: %s",
  async (target) => {
    const server = await listen(createHttpServer(mounted("/:tenant")));

    const { headers } = await ask(server, target);

    expect(headers.location ?? "/").toMatch(/^\/(?![/\\])/);
  },
);

it("a URL that the host has rewritten is redirected as it is now", async () => {
  const handler = createHandler({ routes: ROUTES });
  const app = express();
  app.use((req, _res, next) => {
    req.url = req.url.replace("/older", "/api");
    next();
  }, handler);
  const server = await listen(createHttpServer(app));

  expect(await ask(server, "/older/hello/")).toMatchObject({ headers: { location: "/api/hello" } });
});

/** An Express app with our handler below a path. */
function mounted(path: string): Express {
  const app = express();
  app.use(path, createHandler({ routes: ROUTES }));
  return app;
}

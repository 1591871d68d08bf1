import { once } from "node:events";
import { createServer as createHttpServer, IncomingMessage, type Server, ServerResponse } from "node:http";
import express, { type ErrorRequestHandler } from "express";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { createHandler, RouteError, type Options } from "../../src/index.ts";
import { echoFiles, echoRoutes, echoText } from "../support/echo.ts";
import { makeGate } from "../support/gate.ts";
import { keepLog, listen, project } from "../support/hosts.ts";
import { ask } from "../support/wire.ts";

const ROUTES = echoRoutes(["/api/hello", "/api/users/[id]", "/api/opt/[[...path]]"]);

describe("a request that no route matches", () => {
  it.each(["/", "/about", "/api", "/api/nothing", "/api/users/1/2", "/API/hello", "/api/hello.json", "/%zz"])(
    "goes on to the next handler: %s",
    async (target) => {
      const server = await listen(withNext({ routes: ROUTES }));

      expect(await ask(server, target)).toMatchObject({ status: 200, body: `next ${target}` });
    },
  );

  it.each(["/about/", "//about", "/a\\b", "/x/../about", "/api/nothing/", "/api//nothing"])(
    "is redirected nowhere: %s",
    async (target) => {
      const server = await listen(withNext({ routes: ROUTES }));

      expect(await ask(server, target)).toMatchObject({ status: 200, body: `next ${target}` });
    },
  );

  it("goes on without anything on the request or the response", async () => {
    const handler = createHandler({ routes: ROUTES });
    const server = await listen(
      createHttpServer((req, res) => {
        const before = [shapeOf(req), shapeOf(res)];
        handler(req, res, (error) => {
          res.end(JSON.stringify([error === undefined, before, [shapeOf(req), shapeOf(res)]]));
        });
      }),
    );

    const { body } = await ask(server, "/about");

    const [none, before, after] = JSON.parse(body) as unknown[];
    expect(none).toBe(true);
    expect(after).toEqual(before);
  });

  it("goes on once, whatever the method", async () => {
    const server = await listen(withNext({ routes: ROUTES }));

    for (const method of ["POST", "OPTIONS", "DELETE", "TRACE"]) {
      expect(await ask(server, "/about", { method })).toMatchObject({ body: "next /about" });
    }
  });

  it("is answered 404 where there is no next handler", async () => {
    const handler = createHandler({ routes: ROUTES });
    const server = await listen(createHttpServer(handler));

    expect(await ask(server, "/about")).toMatchObject({ status: 404, body: "Not Found" });
    expect(await ask(server, "/about/")).toMatchObject({ status: 308, headers: { location: "/about" } });
  });
});

describe("a route of ours", () => {
  it.each([
    ["/api/hello/", "/api/hello"],
    ["/api/hello/?a=1", "/api/hello?a=1"],
    ["//api/hello", "/api/hello"],
    ["/api//hello/", "/api/hello/"],
    ["/api/hello//", "/api/hello/"],
    ["/api/users/%zz/", "/api/users/%zz"],
  ])("is redirected to its plain path though others come after: %s", async (target, location) => {
    const server = await listen(withNext({ routes: ROUTES }));

    expect(await ask(server, target)).toMatchObject({ status: 308, headers: { location } });
  });

  it("with a malformed param is answered 400, and not passed on", async () => {
    const server = await listen(withNext({ routes: ROUTES }));

    expect(await ask(server, "/api/users/%zz")).toMatchObject({ status: 400, body: "Bad Request" });
  });

  it("that throws is answered 500, and not passed on", async () => {
    const log = keepLog();
    const error = new Error("of the handler");
    const routes = {
      "/api/x": () => {
        throw error;
      },
    };
    const server = await listen(withNext({ routes, logger: log }));

    expect(await ask(server, "/api/x")).toMatchObject({ status: 500, body: "Internal Server Error" });
    expect(log.errors).toEqual([error]);
  });
});

describe("a tree that is wrong", () => {
  const broken = echoFiles(["pages/api/[a].js", "pages/api/[b]/x.js"]);

  it("is told by ready()", async () => {
    await expect(createHandler({ dir: await project(broken), dev: false }).ready()).rejects.toThrow(
      RouteError,
    );
  });

  it("is passed to the next handler for every request, as an error", async () => {
    const errors: unknown[] = [];
    const remember: ErrorRequestHandler = (error, _req, res, _next) => {
      errors.push(error);
      res.status(503).end("theirs");
    };
    const app = express();
    app.use(createHandler({ dir: await project(broken), dev: false }), remember);

    await request(app).get("/api/1").expect(503, "theirs");
    await request(app).get("/about").expect(503, "theirs");

    expect(errors).toEqual([expect.any(RouteError), expect.any(RouteError)]);
  });

  it("is answered 500 and logged where there is no next handler", async () => {
    const log = keepLog();
    const handler = createHandler({ dir: await project(broken), dev: false, logger: log });

    await request(createHttpServer((req, res) => handler(req, res)))
      .get("/api/1")
      .expect(500, "Internal Server Error");

    expect(log.errors).toEqual([expect.any(RouteError)]);
  });
});

describe("a request that comes before the routes are loaded", () => {
  it("waits for the module of its own route alone", async () => {
    const gate = makeGate();
    const dir = await project({
      "package.json": '{"type":"module"}',
      "pages/api/slow.js": `await globalThis[${JSON.stringify(gate.name)}]();\n${echoText("slow")}`,
    });
    const server = await listen(withNext({ dir, dev: false }));
    let answered = false;

    const answer = ask(server, "/api/slow").finally(() => (answered = true));
    await Promise.all([once(server, "request"), gate.reached]);
    expect(await ask(server, "/about")).toMatchObject({ status: 200, body: "next /about" });
    expect(answered).toBe(false);
    gate.open();

    expect(await answer).toMatchObject({ status: 200, body: '{"route":"slow","query":{}}' });
  });
});

describe("the request and the response of the host", () => {
  const members = {
    req: ["query", "cookies", "body"],
    res: ["status", "json", "send", "redirect"],
  };

  it("keep the prototypes of node:http, and get the members", async () => {
    const seen: unknown[] = [];
    const handler = createHandler({
      routes: {
        "/api/x": (req, res) => {
          seen.push(Object.getPrototypeOf(req), Object.getPrototypeOf(res));
          res.json([members.req.filter((name) => name in req), members.res.filter((name) => name in res)]);
        },
      },
    });

    await request(createHttpServer(handler)).get("/api/x").expect(200, [members.req, members.res]);

    expect(seen).toEqual([IncomingMessage.prototype, ServerResponse.prototype]);
    expect(seen[0]).toBe(IncomingMessage.prototype);
    expect(seen[1]).toBe(ServerResponse.prototype);
  });

  it("are the very objects of Express, with the prototypes that it gave them", async () => {
    const seen: [req: unknown, res: unknown, ...prototypes: unknown[]][] = [];
    const app = express();
    app.use((req, res, next) => {
      seen.push([req, res, Object.getPrototypeOf(req), Object.getPrototypeOf(res)]);
      next();
    });
    app.use(
      createHandler({
        routes: {
          "/api/x/[id]": (req, res) => {
            seen.push([req, res, Object.getPrototypeOf(req), Object.getPrototypeOf(res)]);
            res.status(201).json([req.query, req.cookies, req.body]);
          },
        },
      }),
    );

    await request(app)
      .post("/api/x/7?a=1")
      .set("Cookie", "b=2")
      .send({ c: 3 })
      .expect(201, [{ a: "1", id: "7" }, { b: "2" }, { c: 3 }]);

    const [before, within] = seen;
    for (const [index, value] of before!.entries()) expect(within![index]).toBe(value);
  });

  it("leave a body as it is that the host has parsed", async () => {
    const app = express();
    app.use(express.json());
    app.use(createHandler({ routes: { "/api/x": (req, res) => res.json(req.body) } }));

    await request(app)
      .post("/api/x")
      .send({ a: [1] })
      .expect(200, { a: [1] });
  });
});

it("it is closed without ado", async () => {
  const handler = createHandler({ dir: await project(echoFiles(["pages/api/x.js"])), dev: false });
  await handler.ready();

  await expect(handler.close()).resolves.toEqual({ cut: 0 });
});

/** A server whose next handler answers `next` and the URL. */
function withNext(options: Options): Server {
  const handler = createHandler(options);
  return createHttpServer((req, res) =>
    handler(req, res, (error) => res.end(error === undefined ? `next ${req.url}` : "error")),
  );
}

function shapeOf(object: object): unknown[] {
  return [Reflect.ownKeys(object).map(String), Object.getPrototypeOf(object).constructor.name];
}

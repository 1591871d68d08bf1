import { once } from "node:events";
import { Server } from "node:http";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { createServer } from "../../src/index.ts";
import { echoRoutes, echoText } from "../support/echo.ts";
import { makeGate } from "../support/gate.ts";
import { listen, project } from "../support/hosts.ts";
import { ask } from "../support/wire.ts";

const hello = echoRoutes(["/api/hello"]);

describe("the server", () => {
  it("is an http.Server", () => {
    expect(createServer({ routes: hello })).toBeInstanceOf(Server);
  });

  it("is taken by supertest as it is, without listen", async () => {
    await request(createServer({ routes: hello }))
      .get("/api/hello")
      .expect(200, { route: "/api/hello", query: {} });
  });

  it("is taken by supertest while its files are loaded", async () => {
    const dir = await project({ "pages/api/hello.ts": echoText("hello") });

    await request(createServer({ dir, dev: false }))
      .get("/api/hello")
      .expect(200, { route: "hello", query: {} });
  });

  it("shares its project's folder with other servers that start at the same moment", async () => {
    const files = Array.from({ length: 30 }, (_, index) => [`pages/api/r${index}.ts`, echoText(`r${index}`)]);
    const dir = await project(Object.fromEntries(files) as Record<string, string>);
    const servers = Array.from({ length: 4 }, () => createServer({ dir, dev: false }));

    await Promise.all(servers.map((server) => server.ready()));
    for (const server of servers) {
      await request(server).get("/api/r7").expect(200, { route: "r7", query: {} });
    }
  });

  it("listens again after it was closed", async () => {
    const server = createServer({ routes: hello });

    for (let times = 0; times < 3; times++) {
      await listen(server);
      expect(await ask(server, "/api/hello")).toMatchObject({ status: 200 });
      await close(server);
      expect(server.listening).toBe(false);
    }
  });

  it("calls back with an error where it is closed without having listened", async () => {
    const server = createServer({ routes: hello });

    const error = await new Promise((resolve) => void server.close(resolve));

    expect(error).toMatchObject({ code: "ERR_SERVER_NOT_RUNNING" });
  });

  it("answers the requests that are running when it is closed, and takes no others", async () => {
    const gate = makeGate();
    const server = await listen(
      createServer({ routes: { "/api/slow": (_req, res) => gate.opened.then(() => res.send("late")) } }),
    );
    const running = ask(server, "/api/slow");
    await once(server, "request");
    const { port } = server.address() as { port: number };

    const closed = close(server);

    await expect(fetch(`http://127.0.0.1:${port}/api/slow`)).rejects.toThrow("fetch failed");
    gate.open();
    expect(await running).toMatchObject({ status: 200, body: "late" });
    await closed;
  });
});

describe("ready()", () => {
  it("settles without a value when the routes are loaded", async () => {
    const gate = makeGate();
    const server = createServer({ dir: await slowProject(gate.name), dev: false });
    let ready = false;

    const loaded = server.ready().then((value) => {
      ready = true;
      return value;
    });
    await gate.reached;
    expect(ready).toBe(false);
    gate.open();

    expect(await loaded).toBeUndefined();
  });

  it("may be asked again and again", async () => {
    const server = createServer({ routes: hello });

    await Promise.all([server.ready(), server.ready()]);
    await server.ready();
  });

  it("need not be waited for: a request that comes before waits for its own route alone", async () => {
    const gate = makeGate();
    const server = await listen(createServer({ dir: await slowProject(gate.name), dev: false }));
    let answered = false;

    const answer = ask(server, "/api/slow").finally(() => (answered = true));
    await Promise.all([once(server, "request"), gate.reached]);
    expect(await ask(server, "/api/other")).toMatchObject({ status: 200 });
    expect(answered).toBe(false);
    gate.open();

    expect(await answer).toMatchObject({ status: 200 });
  });
});

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve, reject) =>
    server.close((error) => (error === undefined ? resolve() : reject(error))),
  );
}

/** A project with a route that answers at once, and one whose module waits at a gate. */
async function slowProject(gate: string): Promise<string> {
  return project({
    "package.json": '{"type":"module"}',
    "pages/api/other.js": echoText("other"),
    "pages/api/slow.js": `await globalThis[${JSON.stringify(gate)}]();\n${echoText("slow")}`,
  });
}

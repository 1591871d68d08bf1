import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { createServer, RouteError, type RouteModule } from "../../src/index.ts";
import { testServer } from "../../src/testing/index.ts";
import { keepLog, project } from "../support/hosts.ts";
import { folder, install } from "../support/installed.ts";
import { runInstalled } from "../support/program.ts";
import { write } from "../support/standalone.ts";

const USER = "export default (req, res) => res.json({ user: req.query.id, env: process.env.WHO });\n";

describe("testServer", () => {
  it("answers supertest with a route's module, its params from the URL", async () => {
    const server = testServer({
      routes: {
        "/api/users/[id]": (req, res) => res.status(201).json(req.query),
        "/api/small": {
          config: { api: { bodyParser: { sizeLimit: 2 } } },
          default: (req, res) => res.send(req.body),
        },
      },
    });

    await request(server).get("/api/users/7?a=1").expect(201, { a: "1", id: "7" });
    await request(server).post("/api/small").type("text").send("abc").expect(413);
    await request(server).get("/api/nothing").expect(404);
    expect(server.listening).toBe(false);
  });

  it("answers with the files of a project, and the environment of its tests", async () => {
    const dir = await project({
      "pages/api/users/[id].js": USER,
      ".env": "WHO=all",
      ".env.test": "WHO=tests",
      ".env.local": "WHO=me",
    });

    await request(testServer({ dir })).get("/api/users/7").expect(200, { user: "7", env: "tests" });
  });

  it("answers with the sources, though there is a build", async () => {
    const dir = await folder();
    await write(dir, {
      "package.json": "{}",
      "pages/api/x.js": "export default (_, res) => res.send('built');",
    });
    const cli = await install(dir, { tools: true });
    expect(await runInstalled(cli, ["build"], { cwd: dir })).toMatchObject({ code: 0 });
    await write(dir, { "pages/api/x.js": "export default (_, res) => res.send('edited');" });

    await request(createServer({ dir, dev: false, logger: keepLog() }))
      .get("/api/x")
      .expect(200, "built");
    await request(testServer({ dir })).get("/api/x").expect(200, "edited");
  });

  it("answers as in production: a 500 says nothing, and an answer is compressed", async () => {
    const log = keepLog();
    const server = testServer({
      logger: log,
      routes: {
        "/api/throw": () => {
          throw new Error("secret");
        },
        "/api/large": (_req, res) => res.json("x".repeat(2000)),
      },
    });

    await request(server).get("/api/throw").expect(500, "Internal Server Error");
    await request(server).get("/api/large").set("Accept-Encoding", "gzip").expect("Content-Encoding", "gzip");
    expect(log.errors).toEqual([new Error("secret")]);
  });

  it("leaves the process alone: no listeners for signals and uncaught errors, also while it answers", async () => {
    const events = ["SIGTERM", "SIGINT", "uncaughtException", "unhandledRejection"];
    const count = (): number[] => events.map((event) => process.listenerCount(event));
    const before = count();
    const within: number[][] = [];
    const look: RouteModule["default"] = (_req, res) => {
      within.push(count());
      res.end();
    };

    const server = testServer({ routes: { "/api/x": look } });
    await request(server).get("/api/x").expect(200);

    expect([...within, count()]).toEqual([before, before]);
  });

  it("watches no files: what it has loaded, it serves", async () => {
    const dir = await project({ "pages/api/x.js": "export default (_, res) => res.send('loaded');" });
    const server = testServer({ dir });
    await request(server).get("/api/x").expect(200, "loaded");

    await write(dir, { "pages/api/x.js": "export default (_, res) => res.send('edited');" });

    await request(server).get("/api/x").expect(200, "loaded");
  });

  it("tells of a wrong tree", async () => {
    const dir = await project({ "pages/api/[a].js": USER, "pages/api/[b]/x.js": USER });

    await expect(testServer({ dir }).ready()).rejects.toThrow(RouteError);
  });

  it("leaves nothing open: a process that has used it ends by itself", async () => {
    const dir = await folder();
    await install(dir, { tools: true });
    await write(dir, {
      "package.json": '{ "type": "module" }',
      "pages/api/users/[id].js": USER,
      "test.js": `
        import { once } from "node:events";
        import { get } from "node:http";
        import { inject, testServer } from "pages-api/testing";
        console.error("begins");
        console.log("begins");
        const before = process.getActiveResourcesInfo();
        const server = testServer();
        console.log((await inject(server, "/api/users/1")).statusCode);
        server.listen(0);
        get({ port: server.address().port, path: "/api/users/2", agent: false }, (answer) => {
          console.log(answer.statusCode);
          answer.resume().on("end", () => server.close());
        });
        process.once("beforeExit", () => {
          const left = process.getActiveResourcesInfo();
          for (const name of before) if (left.includes(name)) left.splice(left.indexOf(name), 1);
          console.log("left open:", left.join());
        });
      `,
    });

    const child = spawn(process.execPath, ["test.js"], { cwd: dir, stdio: ["ignore", "pipe", "ignore"] });
    const [out] = await Promise.all([text(child.stdout), once(child, "exit")]);

    expect(out).toBe("begins\n200\n200\nleft open: \n");
  });
});

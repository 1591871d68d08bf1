import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { createServer } from "../../src/index.ts";
import { testServer } from "../../src/testing/index.ts";
import { ANNOUNCE, programsOf } from "../support/docs.ts";
import { listen, project } from "../support/hosts.ts";
import { folder, install, link } from "../support/installed.ts";
import { serving } from "../support/program.ts";
import { write } from "../support/standalone.ts";
import { portOf } from "../support/wire.ts";

const programs = await programsOf("docs/migrate.md", "docs/migrate-proxy.md", "docs/migrate-others.md");

/** Runs a program of the document in a folder; gives its URL. */
async function start(name: string, dir: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  await write(dir, { [name]: programs.get(name)!, "announce.mjs": ANNOUNCE });
  const announce = pathToFileURL(join(dir, "announce.mjs")).href;
  return (await serving(["--import", announce, name], { cwd: dir, env })).url;
}

describe("the proxy between Next and the routes that have moved", () => {
  async function startAll(): Promise<string> {
    const api = createServer({
      dev: false,
      routes: {
        "/api/users/[id]": async (req, res) => {
          if (req.query["cut"] !== undefined) return res.write("begun", () => res.destroy());
          const { "x-forwarded-for": address, "x-forwarded-host": host } = req.headers;
          return res.status(201).json([req.url, address, host, req.body as unknown]);
        },
      },
    });
    const next = createHttpServer((req, res) =>
      res.setHeader("Set-Cookie", ["a=1", "b=2"]).end(`next ${req.url}`),
    );
    await Promise.all([api, next].map((server) => listen(server)));
    const env = { API_PORT: String(portOf(api)), NEXT_PORT: String(portOf(next)) };
    return start("proxy.mjs", await folder(), env);
  }

  it("sends each request to where its route is, with the client's address", async () => {
    const url = await startAll();

    await request(url)
      .post("/api/users/a%2Fb?x=%7b")
      .set("Host", "site.test")
      .send({ a: 1 })
      .expect(201, ["/api/users/a%2Fb?x=%7b", "127.0.0.1", "site.test", { a: 1 }]);
    await request(url).get("/api/users2").expect(200, "next /api/users2");
    const { headers } = await request(url).get("/about?x=%20").expect(200, "next /about?x=%20");
    expect(headers["set-cookie"]).toEqual(["a=1", "b=2"]);
  });

  it("passes on that an answer was cut off, and lives on", async () => {
    const url = await startAll();

    await expect(request(url).get("/api/users/7?cut")).rejects.toThrow(/aborted|hang up/);
    await request(url).get("/about").expect(200);
  });

  it("answers 502 where a server is down", async () => {
    const gone = createHttpServer().listen(0, "127.0.0.1");
    await once(gone, "listening");
    const port = String(portOf(gone));
    await new Promise((resolve) => gone.close(resolve));

    await request(await start("proxy.mjs", await folder(), { API_PORT: port }))
      .get("/api/hello")
      .expect(502);
  });
});

it("a function of Vercel's is a route as it is, without the package of its types", async () => {
  const route = "pages/api/greet/[name].ts";
  const dir = await project({ [route]: programs.get(route)!, "tsconfig.json": "{}" });
  const server = testServer({ dir });

  await request(server).get("/api/greet/Ada").expect(200, { greeting: "Hello Ada!" });
  await request(server)
    .post("/api/greet/Ada")
    .send({ punctuation: "?" })
    .expect(200, { greeting: "Hello Ada?" });
});

it("an Express app runs on with a route that has moved", async () => {
  const dir = await folder();
  await install(dir, { tools: true });
  await link("express", join(dir, "node_modules"));
  const route = "pages/api/users/[id].js";
  await write(dir, {
    [route]: programs.get(route)!,
    "users.js": `const users = [{ id: "7", name: "Ada" }];
      export const find = (id) => users.find((user) => user.id === id);
      export const rename = (user, name) => Object.assign(user, { name });`,
  });
  const url = await start("server.mjs", dir);

  await request(url).get("/api/teams/1").expect(200, { team: "1" });
  await request(url).get("/api/users/7").expect(200, { id: "7", name: "Ada" });
  await request(url).patch("/api/users/7").send({ name: "Grace" }).expect(200, { id: "7", name: "Grace" });
  await request(url).get("/api/users/8").expect(404, { error: "no such user" });
  await request(url).delete("/api/users/7").expect(405).expect("Allow", "GET, PATCH");
});

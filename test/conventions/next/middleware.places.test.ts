import { createServer as createHttpServer, type Server } from "node:http";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createFetch, createHandler, createServer } from "../../../src/index.ts";
import { inject, testServer } from "../../../src/testing/index.ts";
import { listen, project } from "../../support/hosts.ts";
import { middlewareMounts } from "../../support/mounts.ts";
import { CLI, run, serving } from "../../support/program.ts";
import { expectBuild, projectWith, serveElsewhere } from "../../support/standalone.ts";
import {
  build as buildVite,
  project as viteProject,
  serveVite,
  start,
  versions,
} from "../../support/vite.ts";

const CONFIG = {
  "next.config.mjs": `export default {
    headers: async () => [{ source: "/api/:path*", headers: [{ key: "x-by-config", value: "yes" }] }],
    redirects: async () => [{ source: "/api/old", destination: "/api/hello", permanent: true }],
    rewrites: async () => [{ source: "/api/renamed", destination: "/api/hello" }],
  };`,
};

/** Guards `/api/admin`, by a module that it shares with the routes, and says by a header that it has let others through. */
const FILES = {
  ...CONFIG,
  "lib/allowed.ts": 'export const allowed = (key: string | null): boolean => key === "secret";\n',
  "middleware.ts": `
    import { NextResponse, type NextRequest } from "next/server";
    import { allowed } from "./lib/allowed";
    export function middleware(request: NextRequest) {
      if (request.nextUrl.pathname.startsWith("/api/admin") && !allowed(request.headers.get("authorization")))
        return NextResponse.json({ error: "forbidden" }, { status: 403 });
      return NextResponse.next({ headers: { "x-passed": "yes" } });
    }
    export const config = { matcher: ["/api/:path*"] };`,
  "pages/api/hello.ts": 'export default (req: any, res: any) => res.send("hello");\n',
  "pages/api/admin/[[...path]].ts": 'export default (req: any, res: any) => res.send("admin");\n',
};

const GUARDED = ["/api/admin", "/api/admin/users", "/api/%61dmin", "/api/x/../admin"];

async function expectGuarded(url: string): Promise<void> {
  for (const path of GUARDED) {
    const response = await fetch(url + path);
    expect([path, response.status, await response.text()]).toEqual([path, 403, '{"error":"forbidden"}']);
  }
  const headers = { authorization: "secret" };
  const allowed = await fetch(`${url}/api/admin/x`, { headers });
  expect([allowed.status, await allowed.text()]).toEqual([200, "admin"]);
  const hello = await fetch(`${url}/api/hello`);
  expect([await hello.text(), hello.headers.get("x-passed")]).toEqual(["hello", "yes"]);
  expect(hello.headers.get("x-by-config")).toBe("yes");
  const old = await fetch(`${url}/api/old`, { redirect: "manual" });
  expect([old.status, old.headers.get("location")]).toEqual([308, "/api/hello"]);
  expect(await (await fetch(`${url}/api/renamed`)).text()).toBe("hello");
  expect([...hello.headers.keys()].filter((name) => name.startsWith("x-middleware"))).toEqual([]);
}

function urlOf(server: Server): string {
  const { port } = server.address() as { port: number };
  return `http://127.0.0.1:${port}`;
}

describe("a middleware guards its paths in", () => {
  it.each([true, false])("createServer, dev: %s", async (dev) => {
    const dir = await project(FILES);
    await expectGuarded(urlOf(await listen(createServer({ dir, dev }))));
  });

  it.each(middlewareMounts.map((mount) => [mount.name, mount] as const))(
    "createHandler in %s",
    async (_, mount) => {
      const dir = await project(FILES);
      await expectGuarded(urlOf(await mount.start(createHandler({ dir, dev: false }))));
    },
  );

  it("createHandler that is mounted at /api", async () => {
    const dir = await project(FILES);
    const [express] = middlewareMounts;
    const url = urlOf(await express!.start(createHandler({ dir, dev: false }), "/api"));
    const guarded = await fetch(`${url}/api/admin/users`);
    expect(guarded.status).toBe(403);
    expect(await (await fetch(`${url}/api/hello`)).text()).toBe("hello");
  });

  it("testServer and inject", async () => {
    const dir = await project(FILES);
    const server = testServer({ dir });
    expect((await inject(server, "/api/admin")).statusCode).toBe(403);
    expect((await inject(server, "/api/hello")).body).toBe("hello");
  });

  it("createFetch", async () => {
    const answer = createFetch({ dir: await project(FILES), dev: false });
    expect((await answer(new Request("http://localhost/api/admin"))).status).toBe(403);
    expect(await (await answer(new Request("http://localhost/api/hello"))).text()).toBe("hello");
    await answer.close();
  });

  it.each(["dev", "start"])("pages-api %s", async (command) => {
    const dir = await project(FILES);
    await expectGuarded((await serving([CLI, command, dir])).url);
  });

  it("pages-api build and start", async () => {
    const dir = await project(FILES);
    expect((await run([CLI, "build", dir])).code).toBe(0);
    await expectGuarded((await serving([CLI, "start", dir])).url);
  });

  it("pages-api start with workers", async () => {
    const dir = await project(FILES);
    await expectGuarded((await serving([CLI, "start", dir, "--workers", "1"])).url);
  });

  it("a standalone folder", async () => {
    const { dir, cli } = await projectWith(FILES);
    await expectBuild(cli, dir);
    await expectGuarded((await serveElsewhere(dir)).url);
  });
});

describe.each(versions)("a middleware guards its paths in %s", (_, vite) => {
  it("in development", async () => {
    const { url } = await serveVite(vite, await viteProject(FILES));
    await expectGuarded(url);
  });

  it("in a build", async () => {
    const dir = await viteProject(FILES);
    await buildVite(vite, dir);
    await expectGuarded((await start(join(dir, "dist/server.js"))).url);
  });
});

describe("a middleware in a host", () => {
  it("lets through what neither it nor a route answers", async () => {
    const dir = await project(FILES);
    const handler = createHandler({ dir, dev: false });
    const host = createHttpServer((req, res) => handler(req, res, () => res.end("host")));
    expect(await (await fetch(`${urlOf(await listen(host))}/other`)).text()).toBe("host");
  });
});

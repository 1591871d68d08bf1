import { createServer as createHttpServer, type Server } from "node:http";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createHandler } from "../../../src/index.ts";
import { expectGuarded, GUARDED_FILES } from "../../contract/guarded.ts";
import { listen, project } from "../../support/hosts.ts";
import { middlewareMounts } from "../../support/mounts.ts";
import { build as buildVite, project as viteProject, start, versions } from "../../support/vite.ts";

/** `test/contract` asks all other ways to serve a project the same. */
const expectGuardedAt = (url: string) =>
  expectGuarded((path, init) => fetch(url + path, { redirect: "manual", ...init }));

function urlOf(server: Server): string {
  const { port } = server.address() as { port: number };
  return `http://127.0.0.1:${port}`;
}

describe("a middleware guards its paths in", () => {
  it.each(middlewareMounts.map((mount) => [mount.name, mount] as const))(
    "createHandler in %s",
    async (_, mount) => {
      const dir = await project(GUARDED_FILES);
      await expectGuardedAt(urlOf(await mount.start(createHandler({ dir, dev: false }))));
    },
  );

  it("createHandler that is mounted at /api", async () => {
    const dir = await project(GUARDED_FILES);
    const [express] = middlewareMounts;
    const url = urlOf(await express!.start(createHandler({ dir, dev: false }), "/api"));
    const guarded = await fetch(`${url}/api/guarded/admin/users`);
    expect(guarded.status).toBe(403);
    expect(await (await fetch(`${url}/api/guarded/hello`)).text()).toBe("hello");
  });
});

describe.each(versions)("a middleware guards its paths in %s", (_, vite) => {
  it("in a build", async () => {
    const dir = await viteProject(GUARDED_FILES);
    await buildVite(vite, dir);
    await expectGuardedAt((await start(join(dir, "dist/server.js"))).url);
  });
});

describe("a middleware in a host", () => {
  it("lets through what neither it nor a route answers", async () => {
    const dir = await project(GUARDED_FILES);
    const handler = createHandler({ dir, dev: false });
    const host = createHttpServer((req, res) => handler(req, res, () => res.end("host")));
    expect(await (await fetch(`${urlOf(await listen(host))}/other`)).text()).toBe("host");
  });
});

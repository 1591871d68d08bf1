import { describe, expect, it } from "vitest";
import { createHandler } from "../../../src/index.ts";
import { project } from "../../support/hosts.ts";
import { middlewareMounts } from "../../support/mounts.ts";
import { ask } from "../../support/wire.ts";

const FILES = {
  "next.config.js": `module.exports = {
    basePath: "/shop",
    redirects: async () => [{ source: "/api/old", destination: "/api/hello", permanent: false }],
  };`,
  "middleware.js": `
    import { NextResponse } from "next/server";
    export default (request) => NextResponse.next({ headers: { "x-path": request.nextUrl.pathname } });`,
  "pages/api/hello.js": "export default (req, res) => res.send(req.url);",
};

/** Where the handler is mounted, below its own base path or above it. */
const PREFIXES = ["/", "/shop", "/shop/api"];

describe.each(middlewareMounts)("a project with a base path in $name", (mount) => {
  it.each(PREFIXES)("answers at its own paths where it is mounted at %s", async (prefix) => {
    const server = await mount.start(createHandler({ dir: await project(FILES), dev: false }), prefix);
    expect(await ask(server, "/shop/api/hello?a=1")).toMatchObject({
      status: 200,
      body: "/api/hello?a=1",
      headers: { "x-path": "/api/hello" },
    });
    expect(await ask(server, "/shop/api/old")).toMatchObject({
      status: 307,
      headers: { location: "/shop/api/hello" },
    });
    expect(await ask(server, "/shop/api/hello/")).toMatchObject({
      status: 308,
      headers: { location: "/shop/api/hello" },
    });
    expect((await ask(server, "/shop/api/other")).body).toMatch(/^host: /);
  });

  it("hands the host its URL as it was", async () => {
    const handler = createHandler({ dir: await project(FILES), dev: false });
    const urls: (string | undefined)[] = [];
    const server = await mount.start((req, res, next) => {
      urls.push(req.url);
      handler(req, res, (error) => {
        urls.push(req.url);
        next?.(error);
      });
    }, "/shop/api");
    await ask(server, "/shop/api/other?a=1");
    expect(urls).toEqual(["/other?a=1", "/other?a=1"]);
  });
});

import { describe, expect, it } from "vitest";
import type { NextApiHandler } from "../../../src/index.ts";
import { get } from "../../support/client.ts";
import { createServer as createHttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import request from "supertest";
import { createServer } from "../../../src/index.ts";
import { hosts, listen, project } from "../../support/hosts.ts";
import { serve } from "../../support/previews.ts";

/** Answers what became of a call of `res.revalidate`. */
function revalidating(...args: unknown[]): NextApiHandler {
  return async (_, res) => {
    const promise = res.revalidate(...(args as [string]));
    const result = await promise.then(
      (value) => ["resolved", String(value)],
      ({ name, code, message }: NodeJS.ErrnoException) => [name, code, message],
    );
    res.json(result);
  };
}

const invalid = "Invalid urlPath provided to revalidate(), must be a path e.g. /blog/post-1, received ";

describe.each(hosts)("res.revalidate() on $name", (host) => {
  const resultOf = async (...args: unknown[]): Promise<unknown> =>
    JSON.parse((await get(await serve(revalidating(...args), {}, host))).text);

  it("rejects a path that no route has, with an error that says what to do", async () => {
    const [name, code, message] = (await resultOf("/blog/post-1")) as string[];
    expect([name, code]).toEqual(["RevalidateError", "REVALIDATE_UNSUPPORTED"]);
    expect(message).toMatch(
      /^Failed to revalidate \/blog\/post-1: no route of this server has it\..*revalidate: \{ origin, previewModeId \}/,
    );
  });

  it.each([
    ["blog", "blog"],
    ["", ""],
    ["https://a.test/", "https://a.test/"],
    [undefined, "undefined"],
    [5, "5"],
  ])("rejects %j with Next's message, as it is no path", async (urlPath, received) => {
    expect(await resultOf(urlPath)).toEqual(["Error", null, invalid + received]);
  });

  it("resolves where only pages that were built already are meant, as in Next for a page that is not there", async () => {
    expect(await resultOf("/blog", { unstable_onlyGenerated: true })).toEqual(["resolved", "undefined"]);
    expect(await resultOf("blog", { unstable_onlyGenerated: true })).toEqual([
      "Error",
      null,
      `${invalid}blog`,
    ]);
  });
});

const REVALIDATES = `export default async (req, res) => {
  await res.revalidate(req.query.path).then(() => res.send("done"), (error) => res.send(error.message));
};`;

describe("res.revalidate() of a static answer of this server", () => {
  it("makes it anew, past rules and middleware", async () => {
    const dir = await project({
      "next.config.js": 'module.exports = { basePath: "/shop" };',
      "middleware.js":
        'export default (request) => (request.headers.has("x-allowed") ? undefined : new Response("no", { status: 403 }));',
      "app/api/count/route.js": `
        let count = 0;
        export const dynamic = "force-static";
        export const GET = () => new Response(String((count += 1)));`,
      "pages/api/revalidate.js": REVALIDATES,
    });
    const server = await listen(createServer({ dir, dev: false }));
    const ask = async (path: string): Promise<string> =>
      (await request(server).get(path).set("x-allowed", "yes")).text;
    expect([await ask("/shop/api/count"), await ask("/shop/api/count")]).toEqual(["1", "1"]);
    expect(await ask("/shop/api/revalidate?path=/shop/api/count")).toBe("done");
    expect([await ask("/shop/api/count"), await ask("/shop/api/count")]).toEqual(["2", "2"]);
  });

  it("rejects where its route fails", async () => {
    const dir = await project({
      "app/api/fails/route.js":
        'export const dynamic = "force-static";\nexport const GET = () => { throw new Error("no data"); };',
      "pages/api/revalidate.js": REVALIDATES,
    });
    const server = await listen(createServer({ dir, dev: false, logger: { error() {}, warn() {} } }));
    await request(server)
      .get("/api/revalidate?path=/api/fails")
      .expect("Failed to revalidate /api/fails: Invalid response 500");
  });
});

describe("res.revalidate() with the option `revalidate`", () => {
  it("sends the Next server the request that Next sends itself, and no header of the client", async () => {
    const asked: unknown[] = [];
    const front = await listen(
      createHttpServer((req, res) => {
        const {
          cookie,
          "x-prerender-revalidate": id,
          "x-prerender-revalidate-if-generated": only,
        } = req.headers;
        asked.push([req.method, req.url, id, only, cookie]);
        res.setHeader("x-nextjs-cache", "REVALIDATED").writeHead(404).end();
      }),
    );
    const origin = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
    const options = { revalidate: { origin, previewModeId: "an id" } };
    const route: NextApiHandler = async (_, res) => {
      await res.revalidate("/posts/1?a=b");
      await res.revalidate("//evil.test/x", { unstable_onlyGenerated: true });
      res.send("done");
    };
    const server = await listen(createServer({ dev: false, routes: { "/api/test": route }, ...options }));
    await request(server).get("/api/test").set("cookie", "session=1").expect(200, "done");
    expect(asked).toEqual([
      ["HEAD", "/posts/1?a=b", "an id", undefined, undefined],
      ["HEAD", "//evil.test/x", "an id", "1", undefined],
    ]);
  });

  it("refuses an origin that is none", () => {
    const revalidate = { origin: "localhost:3000", previewModeId: "" };
    expect(() => createServer({ routes: {}, revalidate })).toThrow(/`revalidate.origin` is "localhost:3000"/);
  });
});

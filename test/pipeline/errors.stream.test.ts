import { once } from "node:events";
import { PassThrough, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { describe, expect, it } from "vitest";
import { get, open, requestText } from "../support/client.ts";
import { expectNothingEscapes } from "../support/escaped.ts";
import { hosts, serve } from "../support/hosts.ts";

expectNothingEscapes();

describe.each(hosts)("a stream that a route pipes itself in $name", (host) => {
  it("answers 500 when it fails before the first byte", async () => {
    const { server, log } = await serve(host, (_req, res) => {
      res.setHeader("Content-Type", "image/png");
      failing(new Error("broken")).pipe(res);
    });
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 500, text: "Internal Server Error" });
    expect(answer.headers).not.toHaveProperty("content-type");
    expect(log.errors).toEqual([new Error("broken")]);
  });

  it("loses the connection when it fails after the first byte", async () => {
    const source = new PassThrough();
    const { server, log } = await serve(host, (_req, res) => void source.pipe(res));
    source.write("part");
    const connection = await open(server, requestText());
    await connection.until("part");
    source.destroy(new Error("broken"));
    expect(await connection.end()).not.toMatch(/Internal|\r\n0\r\n/);
    expect(log.errors).toEqual([new Error("broken")]);
  });

  it.each(["before", "after"])(
    "leaves the answer to an error listener that is set %s pipe",
    async (order) => {
      const { server, log } = await serve(host, (_req, res) => {
        const source = failing(new Error("broken"));
        const listen = (): void => void source.on("error", () => res.status(404).send("none"));
        if (order === "before") listen();
        source.pipe(res);
        if (order === "after") listen();
      });
      expect(await get(server)).toMatchObject({ status: 404, text: "none" });
      expect(log.errors).toEqual([]);
    },
  );

  it("may be unpiped and destroyed for another one", async () => {
    const { server, log } = await serve(host, (_req, res) => {
      const first = new PassThrough();
      first.write("one ");
      first.pipe(res, { end: false });
      res.on("pipe", () => {});
      first.once("data", () => {
        first.unpipe(res);
        first.destroy();
        Readable.from(["two"]).pipe(res);
      });
    });
    expect((await get(server)).text).toBe("one two");
    expect(log.errors).toEqual([]);
  });

  it("may be followed by another one", async () => {
    const { server, log } = await serve(host, async (_req, res) => {
      const first = Readable.from(["one "]);
      first.pipe(res, { end: false });
      await once(first, "end");
      Readable.from(["two"]).pipe(res);
    });
    expect((await get(server)).text).toBe("one two");
    expect(log.errors).toEqual([]);
  });

  it("is logged once when pipeline rejects", async () => {
    const { server, log } = await serve(host, (_req, res) => pipeline(failing(new Error("broken")), res));
    await get(server).catch(() => {});
    expect(log.errors).toEqual([new Error("broken")]);
    expect((await get(server, { path: "/api/next" })).text).toBe("next");
  });
});

function failing(error: Error): Readable {
  return new Readable({ construct: (done) => done(error) });
}

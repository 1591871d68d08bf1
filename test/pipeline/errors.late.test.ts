import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { describe, expect, it } from "vitest";
import { gate, get, open, requestText } from "../support/client.ts";
import { expectNothingEscapes } from "../support/escaped.ts";
import { type Handler, hosts, serve } from "../support/hosts.ts";
import { trap } from "../support/hostile.ts";

type Response_ = Parameters<Handler>[1];

const CLOSE = { Connection: "close" };

expectNothingEscapes();

describe.each(hosts)("a route that fails in $name", (host) => {
  const BEGUN: [name: string, begin: (res: Response_) => unknown][] = [
    ["write", (res) => res.write("started ")],
    ["a Content-Length and write", (res) => res.setHeader("Content-Length", 100).write("started ")],
    ["writeHead", (res) => res.writeHead(200, { "Content-Type": "text/plain" })],
    ["writeHead with a length", (res) => res.writeHead(200, { "Content-Length": 5 })],
    ["flushHeaders", (res) => res.flushHeaders()],
  ];

  describe.each(BEGUN)("after %s", (_name, begin) => {
    it.each(["at once", "later"])("%s, loses the connection, and no text is appended", async (when) => {
      const seen = gate();
      const { server, log } = await serve(host, (_req, res) => {
        begin(res);
        if (when === "at once") throw new Error("broken");
        return seen.opened.then(() => Promise.reject(new Error("broken")));
      });
      const connection = await open(server, requestText() + requestText({ path: "/api/next" }));
      if (when === "later") {
        // What is written after writeHead alone is held by Node for the first byte of the body.
        if (_name !== "writeHead" && _name !== "writeHead with a length")
          await connection.until("HTTP/1.1 200");
        seen.open();
      }
      const wire = await connection.end();
      expect(wire).not.toMatch(/Internal|\r\n0\r\n|next/);
      expect(log.errors).toEqual([new Error("broken")]);
      expect((await get(server, { path: "/api/next" })).text).toBe("next");
    });
  });

  const AFTER: [name: string, late: (res: Response_) => unknown][] = [
    ["a throw", () => trap()],
    ["a rejection", () => Promise.reject(new Error("late"))],
    ["write", (res) => void res.write("late")],
    ["end with a text", (res) => void res.end("late")],
    ["send", (res) => res.send("late")],
    ["send of a Buffer", (res) => res.send(Buffer.from("late"))],
    ["send of a stream", (res) => res.send(Readable.from(["late"]))],
    ["json", (res) => res.json({ late: 1 })],
    ["redirect", (res) => void res.redirect("/late")],
    ["writeHead", (res) => void res.writeHead(500)],
    ["appendHeader", (res) => void res.appendHeader("X-Late", "1")],
    ["removeHeader", (res) => res.removeHeader("X-First")],
    ["pipeline", (res) => pipeline(Readable.from(["late"]), res)],
  ];

  describe.each<[name: string, answer: (res: Response_) => unknown]>([
    ["end", (res) => res.end("first")],
    ["send", (res) => res.send("first")],
    ["write and end", (res) => (res.write("fi"), res.end("rst"))],
  ])("after %s", (_name, answer) => {
    it.each(AFTER)("by %s, leaves the answer as it is, and is logged once", async (_late, late) => {
      const { server, log } = await serve(host, (_req, res) => {
        res.setHeader("X-First", "1");
        answer(res);
        return late(res);
      });
      const connection = await open(
        server,
        requestText() + requestText({ path: "/api/next", headers: CLOSE }),
      );
      const wire = await connection.end();
      expect(wire).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*first|fi[^]*rst[^]*HTTP\/1\.1 200 OK\r\n[^]*next/);
      expect(wire).not.toMatch(/late|Internal/i);
      expect(wire).toContain("X-First: 1");
      expect(log.errors).toEqual([expect.any(Error)]);
    });

    it("by status, setHeader or a second empty end, leaves the answer as it is", async () => {
      const { server, log } = await serve(host, (_req, res) => {
        answer(res);
        res.status(500).setHeader("X-Late", "1");
        res.end();
      });
      const second = await get(server);
      expect(second).toMatchObject({ status: 200, text: "first" });
      expect(second.headers).not.toHaveProperty("x-late");
      expect(log.errors).toEqual([]);
    });
  });

  it("by a write long after the end, leaves the process alone", async () => {
    const closed = gate();
    const { server, log } = await serve(host, (_req, res) => {
      res.on("close", () => {
        res.write("late");
        res.end("later");
        res.json({ late: 1 });
        closed.open();
      });
      res.end("first");
    });
    expect((await get(server)).text).toBe("first");
    await closed.opened;
    expect((await get(server, { path: "/api/next" })).text).toBe("next");
    for (const error of log.errors) expect(error).toMatchObject({ code: expect.stringMatching(/^ERR_/) });
  });
});

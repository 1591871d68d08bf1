import { once } from "node:events";
import { createReadStream } from "node:fs";
import { PassThrough, Readable } from "node:stream";
import { describe, expect, it, vi } from "vitest";
import { gate, get, open, requestText } from "../../support/client.ts";
import { expectNothingEscapes } from "../../support/escaped.ts";
import { hosts, serve } from "../../support/hosts.ts";

expectNothingEscapes();

describe.each(hosts)("res.send of a stream in $name", (host) => {
  it.each<[name: string, make: () => Readable, text: string]>([
    ["Buffers", () => Readable.from([Buffer.from("one "), Buffer.from("two")]), "one two"],
    ["strings", () => Readable.from(["one ", "two"]), "one two"],
    ["nothing", () => Readable.from([]), ""],
  ])("pipes %s, without tag or length", async (_name, make, text) => {
    const { server } = await serve(host, (_req, res) => res.send(make()));
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 200, text });
    expect(answer.headers["content-type"]).toBe("application/octet-stream");
    expect(answer.headers).not.toHaveProperty("etag");
  });

  it("keeps a type, a tag and a length of the route's own", async () => {
    const own = { "content-type": "text/plain", etag: '"own"', "content-length": "5" };
    const { server } = await serve(host, (_req, res) => {
      for (const [name, value] of Object.entries(own)) res.setHeader(name, value);
      res.send(Readable.from(["hello"]));
    });
    const answer = await get(server);
    expect(answer.headers).toMatchObject(own);
    expect(answer.text).toBe("hello");
  });

  it("takes an object with pipe and on for a stream", async () => {
    const source = Readable.from(["hello"]);
    const alike = {
      pipe: (target: NodeJS.WritableStream) => source.pipe(target),
      on: () => alike,
    };
    const { server } = await serve(host, (_req, res) => res.send(alike));
    expect((await get(server)).text).toBe("hello");
  });

  it("answers 500 when it fails before the first byte", async () => {
    const { server, log } = await serve(host, (_req, res) => {
      res.setHeader("Content-Length", 100);
      res.setHeader("X-Kept", "1");
      res.send(createReadStream("/no/such/file"));
    });
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 500, text: "Internal Server Error" });
    expect(answer.headers).toMatchObject({ "x-kept": "1", "content-length": "21" });
    expect(answer.headers).not.toHaveProperty("content-type");
    expect(log.errors).toEqual([expect.objectContaining({ code: "ENOENT" })]);
    expect((await get(server, { path: "/api/next" })).text).toBe("next");
  });

  it.each<[name: string, fail: (source: PassThrough) => void, message: string]>([
    ["fails", (source) => source.destroy(new Error("broken")), "broken"],
    ["closes without an end", (source) => source.destroy(), "Premature close"],
  ])("cuts the connection when it %s after the first byte", async (_name, fail, message) => {
    const source = new PassThrough();
    source.write("part");
    const { server, log } = await serve(host, (_req, res) => res.send(source));
    const connection = await open(server, requestText());
    await connection.until("part");
    fail(source);
    expect(await connection.end()).not.toContain("\r\n0\r\n");
    expect(log.errors).toEqual([expect.objectContaining({ message })]);
  });

  it("answers 500 for one that had failed before it was sent", async () => {
    const source = new PassThrough();
    source.on("error", () => {});
    source.destroy(new Error("broken"));
    await new Promise((resolve) => source.once("close", resolve));
    const { server, log } = await serve(host, (_req, res) => res.send(source));
    expect(await get(server)).toMatchObject({ status: 500, text: "Internal Server Error" });
    expect(log.errors).toHaveLength(1);
  });

  it("may be a file that cannot be opened where the status allows no body", async () => {
    let source!: Readable;
    const { server, log } = await serve(host, (_req, res) => {
      source = createReadStream("/no/such/file");
      res.status(204).send(source);
    });
    expect((await get(server)).status).toBe(204);
    await vi.waitUntil(() => source.closed);
    expect(log.errors).toEqual([]);
  });

  it("is destroyed when the client leaves, without a word in the log", async () => {
    const source = new PassThrough();
    source.write("part");
    const { server, log } = await serve(host, (_req, res) => res.send(source));
    const connection = await open(server, requestText());
    await connection.until("part");
    connection.socket.destroy();
    await once(source, "close");
    expect(source.destroyed).toBe(true);
    expect(log.errors).toEqual([]);
  });

  it("is destroyed when the client has left before it is sent", async () => {
    const source = new PassThrough();
    const arrived = gate();
    const { server, log } = await serve(host, async (_req, res) => {
      arrived.open();
      await once(res, "close");
      res.send(source);
    });
    const connection = await open(server, requestText());
    await arrived.opened;
    connection.socket.destroy();
    await once(source, "close");
    expect(log.errors).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { arrivingOn, begin, gate, get, open, requestText } from "../../support/client.ts";
import { type Handler, hosts, owned, serve } from "../../support/hosts.ts";

type Response = Parameters<Handler>[1];

const CLOSE = { Connection: "close" };

describe.each(hosts)("res.writeHead, write and end in $name", (host) => {
  const HEADS: [name: string, write: (res: Response) => unknown][] = [
    ["an object", (res) => res.writeHead(201, { "X-A": "1", "X-B": ["2", "3"] })],
    ["a status text and an object", (res) => res.writeHead(201, "Made", { "X-A": "1", "X-B": ["2", "3"] })],
    ["a flat list", (res) => res.writeHead(201, ["X-A", "1", "X-B", "2", "X-B", "3"])],
    ["a list of pairs", (res) => res.writeHead(201, [["X-A", "1"], ["X-B", "2"], ["X-B", "3"]] as never)], // prettier-ignore
    [
      "a status text and a flat list",
      (res) => res.writeHead(201, "Made", ["X-A", "1", "X-B", "2", "X-B", "3"]),
    ],
  ];

  it.each(HEADS)("follows the headers that writeHead takes as %s", async (name, write) => {
    const { server, log } = await serve(host, (_req, res) => {
      write(res);
      res.end("made");
    });
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 201, statusText: name.includes("text") ? "Made" : "Created" });
    expect(answer.headers).toMatchObject({ "x-a": "1", "x-b": "2, 3" });
    expect(answer.text).toBe("made");
    expect(log.errors).toEqual([]);
  });

  it("has the headers of writeHead over those set before, cookies apart", async () => {
    const { server } = await serve(host, (_req, res) => {
      res.setHeader("X-A", "0");
      res.setHeader("X-Set", "1");
      res.writeHead(200, { "X-A": "1", "Set-Cookie": ["a=1", "b=2"] }).end();
    });
    const { headers } = await get(server);
    expect(headers).toMatchObject({ "x-a": "1", "x-set": "1", "set-cookie": ["a=1", "b=2"] });
  });

  const CHUNKS: [name: string, write: (res: Response) => unknown, bytes: Buffer][] = [
    ["hex", (res) => res.end("c3a9", "hex"), Buffer.from("é")],
    ["latin1", (res) => res.end("é", "latin1"), Buffer.from([0xe9])],
    ["a Uint8Array", (res) => res.end(new Uint8Array([104, 105])), Buffer.from("hi")],
    ["a Buffer", (res) => res.end(Buffer.from("hi")), Buffer.from("hi")],
    ["an empty string", (res) => res.end(""), Buffer.alloc(0)],
    ["null", (res) => res.end(null), Buffer.alloc(0)],
    ["nothing", (res) => res.end(), Buffer.alloc(0)],
    [
      "several encodings",
      (res) => {
        res.write("6869", "hex");
        res.write("é", "latin1");
        res.end("aGk=", "base64");
      },
      Buffer.from([0x68, 0x69, 0xe9, 0x68, 0x69]),
    ],
  ];

  it.each(CHUNKS)("is exact in bytes for %s", async (_name, write, bytes) => {
    const { server } = await serve(host, (_req, res) => {
      write(res);
    });
    expect((await get(server)).bytes).toEqual(bytes);
  });

  const NO_CHUNKS: [name: string, write: (res: Response) => unknown][] = [
    ["write(5)", (res) => res.write(5)],
    ["write(null)", (res) => res.write(null)],
    ["write({})", (res) => res.write({})],
    ["end(5)", (res) => res.end(5)],
    ["end({})", (res) => res.end({})],
  ];

  it.each(NO_CHUNKS)("that is no chunk, %s, is refused with a clean 500", async (_name, write) => {
    const { server, log } = await serve(host, (_req, res) => {
      res.setHeader("Content-Type", "text/plain");
      write(res);
      res.end();
    });
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 500, text: "Internal Server Error" });
    expect(answer.headers).not.toHaveProperty("content-type");
    expect(log.errors).toEqual([expect.any(TypeError)]);
    expect((await get(server, { path: "/api/next" })).text).toBe("next");
  });

  it("calls back for each write and for the end, in order", async () => {
    const calls: string[] = [];
    const done = gate();
    const { server } = await serve(host, (_req, res) => {
      res.write("one ", () => calls.push("first"));
      res.write("two ", "utf8", () => calls.push("second"));
      res.end("three", () => {
        calls.push("end");
        done.open();
      });
    });
    expect((await get(server)).text).toBe("one two three");
    await done.opened;
    expect(calls).toEqual(["first", "second", "end"]);
  });

  it.each<[name: string, end: (res: Response, done: () => void) => unknown]>([
    ["end(fn)", (res, done) => res.end(done)],
    ["end(text, fn)", (res, done) => res.end("", done)],
    ["end(text, encoding, fn)", (res, done) => res.end("", "utf8", done)],
  ])("takes %s", async (_name, end) => {
    const done = gate();
    const returned: boolean[] = [];
    const { server } = await serve(host, (_req, res) => {
      res.write("text");
      returned.push(end(res, done.open) === res);
    });
    expect((await get(server)).text).toBe("text");
    await done.opened;
    expect(returned).toEqual([true]);
  });

  it("may have trailers", async () => {
    const { server } = await serve(host, (_req, res) => {
      res.setHeader("Trailer", "X-End");
      res.write("body");
      res.addTrailers({ "X-End": "1" });
      res.end();
    });
    const connection = await open(server, requestText({ headers: CLOSE }));
    expect(await connection.end()).toMatch(/\r\n4\r\nbody\r\n0\r\nX-End: 1\r\n\r\n$/);
  });

  it("comes after the interim answers that the route sends", async () => {
    const { server } = await serve(host, (_req, res) => {
      res.writeProcessing();
      res.writeEarlyHints({ link: "</style.css>; rel=preload" });
      res.end("after");
    });
    const connection = await open(server, requestText({ headers: CLOSE }));
    expect(await connection.end()).toMatch(
      /^HTTP\/1\.1 102 [^]*HTTP\/1\.1 103 [^]*HTTP\/1\.1 200 OK[^]*after/,
    );
  });

  it("ends with the connection for HTTP/1.0", async () => {
    const { server } = await serve(host, (_req, res) => {
      res.write("one ");
      res.end("two");
    });
    const connection = await open(server, requestText({ version: "1.0" }));
    expect(await connection.end()).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\none two$/);
  });

  it("keeps its place among pipelined requests", async () => {
    const { server } = await serve(host, async (_req, res) => {
      res.write("one ");
      await new Promise(setImmediate);
      res.end("two");
    });
    const connection = await open(
      server,
      requestText() + requestText({ path: "/api/next" }) + requestText({ headers: CLOSE }),
    );
    expect(await connection.end()).toMatch(/one [^]*two[^]*next[^]*one [^]*two/);
  });

  it("leaves the status of writeHead(1000) to a clean 500", async () => {
    const { server } = await serve(host, (_req, res) => {
      res.writeHead(1000, { "Content-Type": "text/plain" }).end("never");
    });
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 500, text: "Internal Server Error" });
    expect(answer.headers).not.toHaveProperty("content-type");
  });
});

describe("res.write and end, compressed", () => {
  const GZIP = { "Accept-Encoding": "gzip" };

  it("calls back for each write and for the end, in order", async () => {
    const calls: string[] = [];
    const { server } = await serve(owned, (_req, res) => {
      res.on("finish", () => calls.push("finish"));
      res.on("close", () => calls.push("close"));
      res.setHeader("Content-Type", "text/plain");
      res.write("one ", () => calls.push("first"));
      res.write("two ", "utf8", () => calls.push("second"));
      res.end("three", () => calls.push("end"));
    });
    const answer = await get(server, { headers: GZIP });
    expect(answer.headers["content-encoding"]).toBe("gzip");
    expect(answer.text).toBe("one two three");
    await expect.poll(() => calls).toEqual(["first", "second", "finish", "end", "close"]);
  });

  it("is exact in bytes for several encodings", async () => {
    const { server } = await serve(owned, (_req, res) => {
      res.setHeader("Content-Type", "text/plain");
      res.write("6869", "hex");
      res.write(new Uint8Array([0xe9]));
      res.end("é", "latin1");
    });
    expect((await get(server, { headers: GZIP })).bytes).toEqual(Buffer.from([0x68, 0x69, 0xe9, 0xe9]));
  });

  it("may have trailers", async () => {
    const { server } = await serve(owned, (_req, res) => {
      res.writeHead(200, { "Content-Type": "text/plain", Trailer: "X-End" });
      res.write("body");
      res.addTrailers({ "X-End": "1" });
      res.end();
    });
    const answer = await begin(server, { headers: GZIP });
    expect(answer.headers["content-encoding"]).toBe("gzip");
    await arrivingOn(answer).end();
    expect(answer.trailers).toEqual({ "x-end": "1" });
  });
});

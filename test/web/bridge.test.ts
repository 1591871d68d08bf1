import { type IncomingMessage, request as send, type Server } from "node:http";
import { connect } from "node:net";
import request from "supertest";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { keepLog, owned, project } from "../support/hosts.ts";
import { shared } from "../support/lifetime.ts";
import { portOf } from "../support/wire.ts";
import { FILES } from "./routes.ts";

/** What routes leave for the tests: they run in this very process. */
const seen = ((globalThis as { bridgeSeen?: Record<string, unknown> }).bridgeSeen ??= {});

const serving = shared(async () => {
  const dir = await project(FILES);
  const options = { dir, dev: false, logger: keepLog(), webBodyLimit: { "/json": 20, "/stream": "1kb" } };
  return owned.start(options);
});
let server: Server;
let port: number;

beforeEach(() => {
  for (const name of Object.keys(seen)) delete seen[name];
  server = serving();
  port = portOf(server);
});

const large = Buffer.alloc(3 * 1024 * 1024, 7);

describe("the body of a request", () => {
  it("is sent back as it comes, while it comes", async () => {
    const sending = send({ port, host: "127.0.0.1", path: "/echo", method: "POST" });
    sending.write("first");
    const response = await new Promise<IncomingMessage>((resolve) => sending.once("response", resolve));
    const [chunk] = (await new Promise((resolve) => response.once("data", (data) => resolve([data])))) as [
      Buffer,
    ];
    expect(String(chunk)).toBe("first");
    sending.end("second");
    let rest = "";
    for await (const data of response) rest += String(data);
    expect(rest).toBe("second");
  });

  it("holds the client back while nobody reads", async () => {
    const socket = connect(port, "127.0.0.1");
    socket.write(`POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: ${large.length * 20}\r\n\r\n`);
    await expect.poll(() => seen["read"]).toBeTypeOf("function");
    let accepted = 0;
    while (accepted < 20 && socket.write(large)) accepted += 1;
    for (; accepted < 20; accepted += 1) socket.write(large);
    // Most of 60 MB is still here.
    await expect.poll(() => socket.writableLength).toBeGreaterThan(20 * 1024 * 1024);
    (seen["release"] as () => void)();
    socket.destroy();
  });

  it.each(["unread", "partly"])("that is %s leaves the connection usable", async (path) => {
    const socket = connect(port, "127.0.0.1");
    let text = "";
    socket.on("data", (data) => (text += String(data)));
    socket.write(`POST /${path} HTTP/1.1\r\nHost: a\r\nContent-Length: ${large.length}\r\n\r\n`);
    socket.write(large);
    socket.write("GET /count HTTP/1.1\r\nHost: a\r\nUser-Agent: second\r\n\r\n");
    await expect.poll(() => text).toContain('{"agent":"second"}');
    expect(text).toContain(path);
    socket.destroy();
  });

  it("can be copied, and read from each copy", async () => {
    await request(server).post("/copies").send("text").expect(200, ["text", "text", "1", true]);
  });

  it("goes on with a request that is passed to fetch", async () => {
    const { body } = await request(server)
      .post("/forward")
      .set("content-type", "text/x")
      .send("passed on")
      .buffer();
    expect(String(body)).toBe("passed on");
  });

  it("may be a form with a file", async () => {
    await request(server)
      .post("/form")
      .field("name", "a b")
      .attach("file", Buffer.from("text"), { filename: "é.txt", contentType: "text/plain" })
      .expect(200, ["a b", "é.txt", "text/plain", "text"]);
  });

  it("is refused with 413 beyond the route's limit, read whole or as a stream", async () => {
    await request(server).post("/json").send({ a: 1 }).expect(200, { a: 1 });
    await request(server)
      .post("/json")
      .send({ a: "x".repeat(50) })
      .expect(413);
    await request(server).post("/stream").send("x".repeat(1000)).expect(200, { size: 1000 });
    await request(server).post("/stream").send("x".repeat(2000)).expect(413);
    const chunked = "7D0\r\n" + "x".repeat(2000) + "\r\n0\r\n\r\n";
    const socket = connect(port, "127.0.0.1");
    socket.write(`POST /json HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}`);
    const answer = await new Promise((resolve) => socket.once("data", resolve));
    expect(String(answer)).toMatch(/^HTTP\/1.1 413 /);
    socket.destroy();
  });
});

describe("the signal of a request", () => {
  it("fires when the client leaves, after the body was read", async () => {
    const sending = send({ port, host: "127.0.0.1", path: "/signal", method: "POST" });
    sending.on("error", () => {});
    sending.end("the body");
    await expect.poll(() => seen["text"]).toBe("the body");
    sending.destroy();
    await expect.poll(() => seen["reason"]).toMatchObject({ name: "AbortError" });
  });

  it("fires when the time is up, which is answered 504", async () => {
    await request(server).get("/duration").expect(504);
    expect(seen["timeout"]).toBe("TimeoutError");
  });
});

describe("the body of a response", () => {
  it.each([
    ["text", "3"],
    ["bytes", "2"],
    ["buffer", "3"],
    ["blob", "4"],
    ["params", "3"],
    ["none", "0"],
  ])("of %s goes in one write with its length", async (kind, length) => {
    const { headers } = await request(server).get(`/bodies?kind=${kind}`).expect(200);
    // From Node 24 on, the stream of a Blob ends a turn after its chunk.
    if (kind === "blob" && Number.parseInt(process.versions.node, 10) >= 24) return;
    expect(headers["content-length"]).toBe(length);
    expect(headers["transfer-encoding"]).toBeUndefined();
  });

  it("of a form has the form's own type", async () => {
    const { headers } = await request(server).get("/bodies?kind=form").expect(200);
    expect(headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
  });

  it("is read no faster than the client takes it, and cancelled when the client leaves", async () => {
    const socket = connect(port, "127.0.0.1");
    socket.write("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n");
    socket.pause();
    await expect.poll(() => seen["pulled"]).toBeGreaterThan(2);
    let last: unknown;
    await vi.waitFor(() => {
      const before = last;
      last = seen["pulled"];
      expect(last).toBe(before);
    }, 60_000);
    expect(seen["pulled"]).toBeLessThan(500);
    socket.destroy();
    await expect.poll(() => seen["cancelled"]).toMatchObject({ name: "AbortError" });
  });

  it("is cancelled for HEAD", async () => {
    await request(server).head("/endless").expect(200);
    expect(seen).toHaveProperty("cancelled");
  });

  it("that waits for its first event shows its header at once, and each event as it comes", async () => {
    const response = await fetch(`http://127.0.0.1:${port}/events`, {
      headers: { "accept-encoding": "gzip" },
    });
    expect(response.headers.get("content-encoding")).toBeNull();
    const reader = response.body!.getReader();
    for (const text of ["data: 1\n\n", "data: 2\n\n"]) {
      (seen["event"] as (text: string) => void)(text);
      // oxlint-disable-next-line no-await-in-loop -- one after the other is what is tested
      const { value } = await reader.read();
      expect(new TextDecoder().decode(value)).toBe(text);
    }
    (seen["close"] as () => void)();
    expect((await reader.read()).done).toBe(true);
  });

  it("that fails cuts the connection", async () => {
    // Where the client is slow, the connection ends before it has looked at the header.
    const body = fetch(`http://127.0.0.1:${port}/late-failure`).then((response) => response.arrayBuffer());
    await expect(body).rejects.toThrow(/terminated|fetch failed/);
  });

  it("of a fetch is passed on with its status and headers", async () => {
    const { headers, body } = await request(server).get("/late").set("user-agent", "me").expect(200);
    expect(body).toEqual({ agent: "me" });
    expect(headers["content-type"]).toBe("application/json");
  });
});

describe("a header that names trailers", () => {
  it.each([
    ["none", ""],
    ["text", "text"],
    ["chunk", "chunk"],
    ["chunks", "chunk1chunk2"],
  ])("is not sent, and the answer arrives: body %s", async (body, text) => {
    const answer = await fetch(`http://127.0.0.1:${port}/trailer/${body}`);
    expect([answer.status, answer.headers.get("trailer"), await answer.text()]).toEqual([200, null, text]);
    const { status, headers } = await fetch(`http://127.0.0.1:${port}/trailer/${body}`, { method: "HEAD" });
    expect([status, headers.get("trailer")]).toEqual([200, null]);
  });
});

describe("a Response that a route makes", () => {
  it.each([
    [
      "is a Response",
      "[r() instanceof Response, r() instanceof globalThis.Response, r().constructor.name]",
      [true, true, "Response"],
    ],
    [
      "has the members of one",
      "[r().status, r().ok, r().headers.get('X-A'), r().type, r().url, r().bodyUsed, String(r())]",
      [201, true, "1", "default", "", false, "[object Response]"],
    ],
    [
      "can be read once",
      "[await one.text(), one.bodyUsed, await one.text().catch((e) => e.name)]",
      ["t", true, "TypeError"],
    ],
    [
      "can be cloned and rebuilt",
      "[await one.clone().text(), await new Response(one.body, one).text()]",
      ["t", "t"],
    ],
    ["keeps what it was given", "[(given['x-a'] = '2', one.headers.get('x-a'))]", ["1"]],
    ["refuses a bad status", "[caught(() => new Response('', { status: 99 }))]", ["RangeError"]],
    [
      "refuses a body that its status forbids",
      "[caught(() => new Response('x', { status: 204 }))]",
      ["TypeError"],
    ],
    [
      "refuses a header with a line break",
      "[caught(() => new Response('', { headers: { a: 'b\\nc' } }))]",
      ["TypeError"],
    ],
    [
      "refuses an init or a status of null where Node does",
      `[Response, globalThis.Response].map((R) =>
        caught(() => R.json(1, null)) + caught(() => R.redirect('http://a.test', null)) + caught(() => R.json(1, { status: null })))
        .map((each, _index, all) => each === all[1])`,
      [true, true],
    ],
    [
      "refuses what is no JSON",
      "[caught(() => Response.json(undefined)), caught(() => Response.json(1n))]",
      ["TypeError", "TypeError"],
    ],
    [
      "may be a class of its own",
      "[await new (class Mine extends Response { more() { return 1; } })('m').text()]",
      ["m"],
    ],
    ["has changeable headers", "[(one.headers.set('x-b', '3'), one.headers.get('x-b'))]", ["3"]],
    [
      "makes JSON with the type that was given",
      "[Response.json(1, { headers: { 'Content-Type': 'a/b' } }).headers.get('content-type')]",
      ["a/b"],
    ],
  ])("%s", async (_name, expression, expected) => {
    const dir = await project({
      "app/route.js": `
        const caught = (make) => { try { make(); return "none"; } catch (error) { return error.name; } };
        const given = { "x-a": "1" };
        const r = () => new Response("t", { status: 201, headers: given });
        export async function GET() {
          const one = r();
          return Response.json(${expression}, { headers: { "X-Mixed": "1" } });
        }`,
    });
    const own = await owned.start({ dir, dev: false, logger: keepLog() });
    await request(own).get("/").expect(200, expected).expect("x-mixed", "1");
  });
});

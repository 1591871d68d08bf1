import { describe, expect, it } from "vitest";
import { arrivingOn, begin, gate, get, open, requestText } from "../support/client.ts";
import { expectNothingEscapes } from "../support/escaped.ts";
import { type Handler, hosts, serve } from "../support/hosts.ts";
import { hostile } from "../support/hostile.ts";
import { thenable } from "../support/thenable.ts";

type Response_ = Parameters<Handler>[1];

expectNothingEscapes();

describe.each(hosts)("a web Response that a route returns in $name", (host) => {
  it.each<[name: string, wrap: (response: Response) => unknown]>([
    ["itself", (response) => response],
    ["by a promise", (response) => Promise.resolve(response)],
    ["by a thenable", (response) => thenable((resolve) => resolve(response))],
  ])("is sent: %s", async (_name, wrap) => {
    const { server, log } = await serve(host, (_req, res) => {
      res.setHeader("X-Set", "1");
      res.setHeader("Set-Cookie", "z=0");
      const headers = new Headers({ "X-From": "response" });
      headers.append("Set-Cookie", "a=1");
      headers.append("Set-Cookie", "b=2; Path=/");
      return wrap(Response.json({ from: "response" }, { status: 201, statusText: "Made", headers }));
    });
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 201, statusText: "Made", text: '{"from":"response"}' });
    expect(answer.headers).toMatchObject({
      "content-type": "application/json",
      "x-from": "response",
      "x-set": "1",
      "set-cookie": ["z=0", "a=1", "b=2; Path=/"],
    });
    expect(log).toMatchObject({ errors: [], warnings: [] });
  });

  it.each([
    ["no body", () => new Response(null, { status: 204 }), 204, ""],
    ["an empty body", () => new Response(""), 200, ""],
    ["bytes", () => new Response(new Uint8Array([104, 105])), 200, "hi"],
    ["a redirect", () => Response.redirect("http://a.test/there", 303), 303, ""],
  ])("may have %s", async (_name, make, status, text) => {
    const { server, log } = await serve(host, () => make());
    expect(await get(server)).toMatchObject({ status, text });
    expect(log.errors).toEqual([]);
  });

  it("reaches the client chunk by chunk", async () => {
    let push!: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({ start: (controller) => void (push = controller) });
    const { server } = await serve(host, () => new Response(body));
    push.enqueue(Buffer.from("<0>"));
    const arriving = arrivingOn(await begin(server));
    await arriving.until("<0>");
    push.enqueue(Buffer.from("<1>"));
    await arriving.until("<1>");
    push.close();
    expect(await arriving.end()).toBe("<0><1>");
  });

  it("answers 500 when its stream fails before the first byte", async () => {
    const { server, log } = await serve(host, () => {
      const body = new ReadableStream({ pull: (controller) => controller.error(new Error("broken")) });
      return new Response(body, { headers: { "Content-Type": "text/plain", "X-Kept": "1" } });
    });
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 500, statusText: "Internal Server Error" });
    expect(answer.text).toBe("Internal Server Error");
    expect(answer.headers).not.toHaveProperty("content-type");
    expect(log.errors).toEqual([new Error("broken")]);
  });

  it("loses the connection when its stream fails after the first byte", async () => {
    let push!: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({ start: (controller) => void (push = controller) });
    const { server, log } = await serve(host, () => new Response(body));
    push.enqueue(Buffer.from("part"));
    const connection = await open(server, requestText());
    await connection.until("part");
    push.error(new Error("broken"));
    expect(await connection.end()).not.toMatch(/Internal|\r\n0\r\n/);
    expect(log.errors).toEqual([new Error("broken")]);
  });

  it("has its stream cancelled when the client leaves, without a word in the log", async () => {
    const cancelled = gate();
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(Buffer.from("part")),
      cancel: () => cancelled.open(),
    });
    const { server, log } = await serve(host, () => new Response(body));
    const connection = await open(server, requestText());
    await connection.until("part");
    connection.socket.destroy();
    await cancelled.opened;
    expect(log.errors).toEqual([]);
  });

  it("answers 500 when its body is used already", async () => {
    const { server, log } = await serve(host, async () => {
      const response = new Response("used");
      await response.text();
      return response;
    });
    expect(await get(server)).toMatchObject({ status: 500, text: "Internal Server Error" });
    expect(log.errors).toEqual([expect.any(Error)]);
  });

  it("is passed over when the route has answered itself", async () => {
    const { server, log } = await serve(host, (_req, res) => {
      res.end("sent");
      return new Response("returned");
    });
    expect(await get(server)).toMatchObject({ status: 200, text: "sent" });
    expect(log.errors).toEqual([]);
  });
});

describe.each(hosts)("what a route returns in $name", (host) => {
  it.each<[name: string, value: (res: Response_) => unknown]>([
    ["an object", () => ({ a: 1 })],
    ["a string", () => "returned"],
    ["null", () => null],
    ["the response", (res) => res],
    ["a promise of an object", async () => ({ a: 1 })],
    ["a thenable that resolves", () => thenable((resolve) => resolve(1))],
  ])("is passed over in production: %s", async (_name, value) => {
    const { server, log } = await serve(host, (_req, res) => {
      res.end("sent");
      return value(res);
    });
    expect((await get(server)).text).toBe("sent");
    expect(log).toMatchObject({ errors: [], warnings: [] });
  });

  it("is logged when it cannot even be looked at, and the answer stands", async () => {
    const { server, log } = await serve(host, (_req, res) => {
      res.end("sent");
      return hostile();
    });
    expect((await get(server)).text).toBe("sent");
    expect(log.errors).toEqual([new Error("trap")]);
  });
});

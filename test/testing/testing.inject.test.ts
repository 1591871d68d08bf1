import { createServer as createHttpServer, IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import express from "express";
import { describe, expect, it } from "vitest";
import { clientAddress, createHandler, type RouteModule } from "../../src/index.ts";
import { inject, testServer } from "../../src/testing/index.ts";

type Handler = RouteModule["default"];

const one = (route: Handler | RouteModule) => testServer({ routes: { "/api/x/[id]": route } });
const echo: Handler = (req, res) => {
  res.setHeader("Set-Cookie", ["a=1; Path=/", "b=2"]).status(201);
  res.json([req.method, req.url, req.query, req.cookies, req.body]);
};

describe("inject", () => {
  it("sends method, URL, query, headers, cookies and payload, and gives the answer", async () => {
    const answer = await inject(one(echo), {
      method: "PUT",
      url: "/api/x/7",
      query: { q: ["1", "2"] },
      cookies: { c: "d" },
      payload: { body: true },
    });

    expect(answer).toMatchObject({ statusCode: 201, statusMessage: "Created" });
    expect(answer.json()).toEqual([
      "PUT",
      "/api/x/7?q=1&q=2",
      { q: ["1", "2"], id: "7" },
      { c: "d" },
      { body: true },
    ]);
    expect(answer.headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(answer.cookies).toEqual([
      { name: "a", value: "1", path: "/" },
      { name: "b", value: "2" },
    ]);
  });

  it("gives the route the very request and response that Node makes", async () => {
    const route: Handler = (req, res) => {
      expect(req).toBeInstanceOf(IncomingMessage);
      expect(res).toBeInstanceOf(ServerResponse);
      res.json([req.httpVersion, clientAddress(req), req.headers["x-forwarded-port"]]);
    };

    const { payload } = await inject(one(route), { url: "/api/x/7", remoteAddress: "192.0.2.1" });

    expect(payload).toBe('["1.1","192.0.2.1","80"]');
  });

  it.each<[string, string | Buffer | Readable | FormData, string]>([
    ["text", "text", "text"],
    ["bytes", Buffer.from("bytes"), "bytes"],
    ["a stream", Readable.from([Buffer.from("a"), Buffer.from("b")]), "ab"],
  ])("sends %s", async (_kind, payload, text) => {
    const route: Handler = (req, res) => res.send(req.body);
    expect(await inject(one(route), { method: "POST", url: "/api/x/7", payload })).toMatchObject({
      payload: text,
    });
  });

  it("sends a form with files", async () => {
    const form = new FormData();
    form.append("file", new Blob(["of the file"]), "a.txt");
    const route: Handler = (req, res) => res.send([req.headers["content-type"], req.body].join("\n"));

    const { payload } = await inject(one(route), { method: "POST", url: "/api/x/7", payload: form });

    expect(payload).toMatch(/^multipart\/form-data; boundary=[^]*filename="a.txt"[^]*of the file/);
  });

  it.each(["HEAD", "GET"] as const)("gives bytes, and none for HEAD: %s", async (method) => {
    const bytes = Buffer.from([0, 255, 128]);
    const answer = await inject(
      one((_req, res) => res.send(bytes)),
      { method, url: "/api/x/7" },
    );

    expect(answer.headers["content-length"]).toBe("3");
    expect(answer.rawPayload).toEqual(method === "GET" ? bytes : Buffer.alloc(0));
  });

  it("gives an answer that streams as it comes", async () => {
    let release!: () => void;
    const released = new Promise<void>((resolve) => (release = resolve));
    const route: Handler = async (_req, res) => {
      res.write("first");
      await released;
      res.end("second");
    };

    const stream = (await inject(one(route), { url: "/api/x/7", payloadAsStream: true })).stream();
    const parts: string[] = [];
    for await (const part of stream) {
      parts.push(String(part));
      release();
    }

    expect(parts).toEqual(["first", "second"]);
  });

  it("rejects where the answer is cut off", async () => {
    const route: Handler = (_req, res) => {
      res.write("begun", () => res.destroy());
    };

    await expect(inject(one(route), "/api/x/7")).rejects.toMatchObject({ code: "ECONNRESET" });
  });

  it("leaves when its signal says so, and the route is told", async () => {
    const leave = new AbortController();
    let told!: (value: unknown) => void;
    const left = new Promise((resolve) => (told = resolve));
    const route: Handler = (req) => {
      req.signal.addEventListener("abort", told);
      leave.abort();
    };

    const answer = inject(one(route), { url: "/api/x/7", signal: leave.signal });

    await expect(answer).rejects.toMatchObject({ name: "AbortError" });
    await left;
  });

  it("takes a server of any kind, a handler, and an Express app as it is", async () => {
    const routes = { "/api/x/[id]": echo };
    const app = express();
    const prototypes = [Object.getPrototypeOf(app.request), Object.getPrototypeOf(app.response)];
    app.use(createHandler({ routes }));

    for (const target of [createHttpServer(app), createHandler({ routes }), app, one(echo)]) {
      expect(await inject(target, "/api/x/7")).toMatchObject({ statusCode: 201 });
    }
    expect([Object.getPrototypeOf(app.request), Object.getPrototypeOf(app.response)]).toEqual(prototypes);
    expect(Object.getPrototypeOf(prototypes[0])).toBe(IncomingMessage.prototype);
  });
});

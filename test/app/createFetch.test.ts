import { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { type ApiFetch, createFetch, type NextApiHandler } from "../../src/index.ts";
import { inject, testServer } from "../../src/testing/index.ts";

const URL = "http://api.test/api/x?q=1";

function fetchOf(handler: NextApiHandler): ApiFetch {
  const fetch = createFetch({ routes: { "/api/x": handler }, dev: false });
  onTestFinished(async () => void (await fetch.close()));
  return fetch;
}

describe("createFetch", () => {
  it("gives routes Node's own request and response, and their answer as a Response", async () => {
    const fetch = fetchOf((req, res) => {
      expect(req).toBeInstanceOf(IncomingMessage);
      expect(res).toBeInstanceOf(ServerResponse);
      res.setHeader("Set-Cookie", ["a=1", "b=2"]).status(201);
      res.json([req.method, req.url, req.query, req.cookies, req.body, req.headers.host]);
    });

    const response = await fetch(
      new Request(URL, {
        method: "POST",
        headers: { "content-type": "application/json", cookie: "c=d" },
        body: '{"a":1}',
      }),
    );

    expect(response).toMatchObject({ status: 201, statusText: "Created" });
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(response.headers.has("transfer-encoding")).toBe(false);
    expect(await response.json()).toEqual([
      "POST",
      "/api/x?q=1",
      { q: "1" },
      { c: "d" },
      { a: 1 },
      "api.test",
    ]);
  });

  it.each<[string, string, string]>([
    ["http://a.test/api/x", "http", "80"],
    ["https://a.test/api/x", "https", "443"],
    ["https://a.test:8443/api/x", "https", "8443"],
  ])("says how the client came: %s", async (url, proto, port) => {
    const fetch = fetchOf((req, res) =>
      res.json([req.headers["x-forwarded-proto"], req.headers["x-forwarded-port"]]),
    );
    expect(await (await fetch(new Request(url))).json()).toEqual([proto, port]);
  });

  it.each([204, 304])("gives a %i without a body", async (status) => {
    const response = await fetchOf((_req, res) => res.status(status).end())(new Request(URL));
    expect([response.status, response.body]).toEqual([status, null]);
  });

  it("gives a HEAD its headers alone", async () => {
    const fetch = fetchOf((_req, res) => res.send("text"));
    const response = await fetch(new Request(URL, { method: "HEAD" }));
    expect([response.headers.get("content-length"), await response.text()]).toEqual(["4", ""]);
  });

  it("answers 404 where no route matches", async () => {
    expect((await fetchOf(() => {})(new Request("http://a.test/api/none"))).status).toBe(404);
  });

  it("gives an answer as it comes, and sends a body as it comes", async () => {
    let next!: () => void;
    const asked = new Promise<void>((resolve) => (next = resolve));
    const fetch = createFetch({
      dev: false,
      routes: {
        "/api/x": {
          config: { api: { bodyParser: false } },
          default: async (req, res) => {
            for await (const chunk of req) res.write(`<${String(chunk)}>`);
            res.end();
          },
        },
      },
    });
    const source = Readable.from(
      (async function* () {
        yield Buffer.from("first");
        await asked;
        yield Buffer.from("second");
      })(),
    );
    const body = Readable.toWeb(source) as ReadableStream<Uint8Array>;
    const init = { method: "POST", body, duplex: "half" } as RequestInit;

    const parts: string[] = [];
    const response = await fetch(new Request(URL, init));
    for await (const part of response.body!) {
      parts.push(Buffer.from(part as Uint8Array).toString());
      next();
    }

    expect(parts.join("")).toBe("<first><second>");
    expect(parts[0]).toBe("<first>");
  });

  it.each<[string, (response: Response, leave: AbortController) => unknown]>([
    ["its signal fires", (_response, leave) => leave.abort()],
    ["nobody reads the rest", (response) => response.body!.cancel()],
  ])("tells a route that the client left when %s", async (_when, end) => {
    const leave = new AbortController();
    let told!: (value: unknown) => void;
    const left = new Promise((resolve) => (told = resolve));
    const fetch = fetchOf((req, res) => {
      req.signal!.addEventListener("abort", told);
      res.write("begun");
    });

    const response = await fetch(new Request(URL, { signal: leave.signal }));
    await end(response, leave);

    await left;
  });

  it("rejects where the answer is cut off before its header", async () => {
    await expect(fetchOf((_req, res) => void res.destroy())(new Request(URL))).rejects.toMatchObject({
      code: "ECONNRESET",
    });
  });
});

it("createFetch and inject answer under fake timers", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const handler: NextApiHandler = (_req, res) => res.json({ a: 1 });

  expect(await (await fetchOf(handler)(new Request(URL))).json()).toEqual({ a: 1 });
  expect((await inject(testServer({ routes: { "/api/x": handler } }), "/api/x")).json()).toEqual({ a: 1 });
});

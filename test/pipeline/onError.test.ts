import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { ApiError, type ErrorContext, type ErrorHandler } from "../../src/index.ts";
import { gate, get, open, requestText } from "../support/client.ts";
import { expectNothingEscapes } from "../support/escaped.ts";
import { bare, type Handler, hosts, owned, serve } from "../support/hosts.ts";

expectNothingEscapes();

const broken: Handler = () => {
  throw new Error("broken");
};

/** An envelope as a team may have it: the refusals of ours by their code, all else as a 500. */
const envelope: ErrorHandler = (error, { res, route }) => {
  const code = error instanceof ApiError ? error.code : "INTERNAL";
  res.json({ error: { code, status: res.statusCode, route: route ?? null } });
};

const BAD_JSON = { "Content-Type": "application/json", "Content-Length": "1" };

describe.each(hosts)("onError in $name", (host) => {
  it("answers for what a route throws, which is logged as ever", async () => {
    const { server, log } = await serve(host, broken, { onError: envelope });
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 500, statusText: "Internal Server Error" });
    expect(answer.headers).toMatchObject({ "content-type": "application/json; charset=utf-8" });
    expect(JSON.parse(answer.text)).toEqual({
      error: { code: "INTERNAL", status: 500, route: "/api/test" },
    });
    expect(log.errors).toEqual([new Error("broken")]);
  });

  it("answers for a body that is no JSON", async () => {
    const { server, log } = await serve(host, broken, { onError: envelope });
    const connection = await open(server, `${requestText({ method: "POST", headers: BAD_JSON })}{`);
    const wire = await connection.until('"}}');
    expect(wire).toMatch(/^HTTP\/1\.1 400 Invalid JSON\r\n/);
    expect(wire).toContain('{"error":{"code":"INVALID_JSON","status":400,"route":"/api/test"}}');
    expect(log.errors).toEqual([]);
  });

  it("answers for a body that is too large", async () => {
    const module = { default: broken, config: { api: { bodyParser: { sizeLimit: 1 } } } };
    const { server } = await serve(host, module, { onError: envelope });
    const headers = { "Content-Length": "3" };
    const connection = await open(server, `${requestText({ method: "POST", headers })}abc`);
    const wire = await connection.until('"}}');
    expect(wire).toMatch(/^HTTP\/1\.1 413 Body exceeded 1 limit\r\n/);
    expect(wire).toContain('{"error":{"code":"BODY_TOO_LARGE","status":413,"route":"/api/test"}}');
  });

  it("answers for a malformed escape in a param, which has no route", async () => {
    const routes = { "/api/[id]": broken };
    const { server } = await serve(host, broken, { onError: envelope, routes });
    const answer = await get(server, { path: "/api/%zz" });
    expect(answer).toMatchObject({ status: 400, statusText: "Bad Request" });
    expect(JSON.parse(answer.text)).toEqual({ error: { code: "BAD_PATH", status: 400, route: null } });
  });

  it("is told the error itself, the request, the response and the route", async () => {
    const value = { anything: 1 };
    const told: [unknown, ErrorContext][] = [];
    const pair: unknown[] = [];
    const { server } = await serve(
      host,
      (req, res) => {
        pair.push(req, res);
        throw value;
      },
      {
        onError: (error, context) => {
          told.push([error, context]);
          context.res.end("told");
        },
      },
    );
    expect((await get(server, { path: "/api/test?a=1" })).text).toBe("told");
    const [[error, context]] = told as [[unknown, ErrorContext]];
    expect(error).toBe(value);
    expect(context.req).toBe(pair[0]);
    expect(context.res).toBe(pair[1]);
    expect(context.route).toBe("/api/test");
    expect(context.req.url).toBe("/api/test?a=1");
  });

  it("may be slow", async () => {
    const later = gate();
    const { server } = await serve(host, broken, {
      onError: async (_error, { res }) => {
        setImmediate(later.open);
        await later.opened;
        res.status(503).send("later");
      },
    });
    expect(await get(server)).toMatchObject({ status: 503, text: "later" });
  });

  it("may choose another status and status text", async () => {
    const { server } = await serve(host, broken, {
      onError: (_error, { res }) => {
        res.statusMessage = "Out Of Tea";
        res.status(418).json({});
      },
    });
    expect(await get(server)).toMatchObject({ status: 418, statusText: "Out Of Tea", text: "{}" });
  });

  it("finds the headers about the failed body gone, and the others kept", async () => {
    const { server } = await serve(
      host,
      (_req, res) => {
        res.setHeader("Content-Length", 100);
        res.setHeader("Content-Encoding", "gzip");
        res.setHeader("ETag", '"own"');
        res.setHeader("X-Kept", "1");
        res.status(201);
        throw new Error("broken");
      },
      { onError: (_error, { res }) => void res.end("plain") },
    );
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 500, text: "plain" });
    expect(answer.headers).toMatchObject({ "x-kept": "1" });
    expect(answer.headers).not.toHaveProperty("etag");
    expect(answer.headers).not.toHaveProperty("content-encoding");
  });

  it("is not asked once the answer has begun or ended", async () => {
    let asked = 0;
    const { server, log } = await serve(
      host,
      (req, res) => {
        if (req.query["end"] === undefined) res.write("part");
        else res.end("whole");
        throw new Error("broken");
      },
      { onError: () => void (asked += 1) },
    );
    expect((await get(server, { path: "/api/test?end" })).text).toBe("whole");
    await expect(get(server)).rejects.toThrow(/aborted|hang up/);
    expect(asked).toBe(0);
    expect(log.errors).toHaveLength(2);
  });

  it("is not asked for a client that leaves while it sends its body", async () => {
    const asked: unknown[] = [];
    const { server, log } = await serve(host, broken, { onError: (error) => void asked.push(error) });
    const left = new Promise<void>((resolve) => {
      server.once("request", (req) => req.once("close", () => setImmediate(resolve)));
    });
    const connection = await open(
      server,
      `${requestText({ method: "POST", headers: { "Content-Length": "9" } })}part`,
    );
    await once(server, "request");
    connection.socket.destroy();
    await left;
    expect(asked).toEqual([]);
    expect(log.errors).toEqual([]);
  });

  it("answers for a stream that fails before its first byte", async () => {
    const { Readable } = await import("node:stream");
    const { server } = await serve(
      host,
      (_req, res) => res.send(new Readable({ construct: (done) => done(new Error("broken")) })),
      { onError: envelope },
    );
    expect(JSON.parse((await get(server)).text)).toMatchObject({ error: { status: 500 } });
  });
});

describe.each([owned, bare])("onError in $name", (host) => {
  it("answers for an unknown path, which has no route", async () => {
    const { server, log } = await serve(host, broken, { onError: envelope });
    const answer = await get(server, { path: "/api/none" });
    expect(answer).toMatchObject({ status: 404, statusText: "Not Found" });
    expect(JSON.parse(answer.text)).toEqual({ error: { code: "NOT_FOUND", status: 404, route: null } });
    expect(log.errors).toEqual([]);
  });

  it("that does nothing leaves a 404 to the default", async () => {
    const { server } = await serve(host, broken, { onError: () => {} });
    const answer = await get(server, { path: "/api/none" });
    expect(answer).toMatchObject({ status: 404, text: "Not Found" });
    expect(answer.headers).toMatchObject({ "content-type": "text/plain; charset=utf-8" });
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Answer, type Asked, balancer, type Front, fronts, http } from "./events.ts";
import { Lambda } from "./lambda.ts";

const ECHO = `
  import { clientAddress } from "pages-api";
  export default function handler(req, res) {
    const { method, query, cookies, body, headers } = req;
    res.setHeader("Set-Cookie", ["a=1; Path=/; HttpOnly", "b=2"]);
    res.status(201).json({
      method, query, cookies, body, url: req.url, repeated: headers["x-repeated"], host: headers.host,
      proto: headers["x-forwarded-proto"], address: clientAddress(req), aborted: req.signal.aborted,
    });
  }`;

const BYTES = `
  export const config = { api: { bodyParser: false } };
  export default async function handler(req, res) {
    const chunks = [];
    for await (const chunk of req) chunks.push(chunk);
    res.setHeader("Content-Type", "image/png");
    res.setHeader("X-Body", String(req.body));
    res.send(Buffer.concat(chunks).reverse());
  }`;

const STREAM = `
  export default async function handler(req, res) {
    res.writeHead(200, { "Content-Type": "text/event-stream", "Transfer-Encoding": "chunked", Connection: "keep-alive" });
    for (const part of ["data: é\\r\\n\\r\\n", Buffer.from([0, 255]), "data: end\\n\\n"]) {
      res.write(part);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    res.end();
  }`;

const ROUTES = {
  "pages/api/echo.js": ECHO,
  "pages/api/files/[name].js": ECHO,
  "pages/api/bytes.js": BYTES,
  "pages/api/stream.js": STREAM,
  "pages/api/empty.js": "export default (req, res) => res.status(204).end();",
  "pages/api/away.js": "export default (req, res) => res.redirect('/api/echo?a=1');",
  "pages/api/throws.js": "export default () => { throw new Error('out of order'); };",
  "pages/api/late.js":
    "export default async (req, res) => { res.write('begun'); await null; throw new Error('too late'); };",
  "pages/api/signal.js": `
    export default async (req, res) => {
      req.signal.addEventListener("abort", () => console.log("aborted"));
      res.send("ok");
    };`,
};

const ALL_BYTES = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

let lambda: Lambda;
beforeAll(async () => {
  lambda = await Lambda.start(ROUTES);
});
afterAll(() => lambda?.stop());

const header = ({ headers }: Answer, wanted: string): string[] =>
  headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
const json = ({ body }: Answer): Record<string, unknown> =>
  JSON.parse(body.toString()) as Record<string, unknown>;

describe.each(fronts)("lambda.mjs behind $name", (front: Front) => {
  const ask = async (asked: Asked): Promise<Answer> => front.answer(await lambda.invoke(front.event(asked)));

  it("gets method, query, cookies, host and address of a request", async () => {
    const target = "/api/echo?b=%C3%A9%20%2F&b=2&c=x%2By&c=&constructor=1";
    const answer = await ask({ target, headers: [["cookie", "session=a%20b; theme=dark"]] });
    expect(answer.status).toBe(201);
    expect(header(answer, "content-type")).toEqual(["application/json; charset=utf-8"]);
    const { url, ...rest } = json(answer);
    const full = { b: ["é /", "2"], c: ["x+y", ""], constructor: "1" };
    expect(rest).toEqual({
      method: "GET",
      query: front.repeats ? full : { b: "2", c: "", constructor: "1" },
      cookies: { session: "a b", theme: "dark" },
      body: "",
      host: "api.example.com",
      proto: "https",
      // A load balancer tells it in x-forwarded-for alone, which is believed where trustProxy says so.
      address: front.name.startsWith("API") ? "203.0.113.7" : "",
      aborted: false,
    });
    if (front.rawQuery) expect(url).toBe(target);
  });

  it("parses a JSON body, as text and as base64", async () => {
    const headers = [["content-type", "application/json"]] as const;
    const body = JSON.stringify({ name: "Zoë ☂" });
    for (const sent of [body, Buffer.from(body)]) {
      const answer = await ask({ method: "POST", target: "/api/echo", headers, body: sent });
      expect(json(answer)).toMatchObject({ method: "POST", body: { name: "Zoë ☂" } });
    }
  });

  it("parses a form", async () => {
    const headers = [["content-type", "application/x-www-form-urlencoded"]] as const;
    const answer = await ask({ method: "POST", target: "/api/echo", headers, body: "a=1&a=2&b=%C3%A9+x" });
    expect(json(answer)["body"]).toEqual({ a: ["1", "2"], b: "é x" });
  });

  it("refuses a body that is no JSON, and one over the limit", async () => {
    const headers = [["content-type", "application/json"]] as const;
    const bad = await ask({ method: "POST", target: "/api/echo", headers, body: "{" });
    expect([bad.status, String(bad.body)]).toEqual([400, "Invalid JSON"]);
    const body = JSON.stringify("x".repeat(1024 * 1024));
    const large = await ask({ method: "POST", target: "/api/echo", headers, body });
    expect([large.status, String(large.body)]).toEqual([413, "Body exceeded 1mb limit"]);
  });

  it("passes bytes on unchanged, both ways; req.body is the parser's alone", async () => {
    const headers = [["content-type", "application/octet-stream"]] as const;
    const answer = await ask({ method: "PUT", target: "/api/bytes", headers, body: ALL_BYTES });
    expect(answer.body).toEqual(Buffer.from(ALL_BYTES.toReversed()));
    expect(header(answer, "content-type")).toEqual(["image/png"]);
    expect(header(answer, "x-body")).toEqual(["undefined"]);
  });

  it("collects a stream, without the fields of a connection, and compresses nothing", async () => {
    const answer = await ask({ target: "/api/stream", headers: [["accept-encoding", "gzip, br"]] });
    const bytes = [Buffer.from("data: é\r\n\r\n"), Buffer.from([0, 255]), Buffer.from("data: end\n\n")];
    expect(answer.body).toEqual(Buffer.concat(bytes));
    expect(header(answer, "content-type")).toEqual(["text/event-stream"]);
    for (const name of ["transfer-encoding", "connection", "content-encoding"])
      expect(header(answer, name)).toEqual([]);
  });

  it("answers HEAD, 204, 304, 307, 308 and 404", async () => {
    const head = await ask({ method: "HEAD", target: "/api/echo" });
    expect([head.status, head.body.length]).toEqual([201, 0]);
    const empty = await ask({ target: "/api/empty" });
    expect([empty.status, empty.body.length]).toEqual([204, 0]);
    const first = await ask({ target: "/api/signal" });
    const headers = [["if-none-match", header(first, "etag")[0]!]] as const;
    const same = await ask({ target: "/api/signal", headers });
    expect([same.status, same.body.length]).toEqual([304, 0]);
    const away = await ask({ target: "/api/away" });
    expect([away.status, header(away, "location")]).toEqual([307, ["/api/echo?a=1"]]);
    const plain = await ask({ target: "/api/echo/" });
    expect([plain.status, header(plain, "location")]).toEqual([308, ["/api/echo"]]);
    const none = await ask({ target: "/api/none" });
    expect([none.status, String(none.body)]).toEqual([404, "Not Found"]);
  });

  it("answers 500 where a route throws, and logs it", async () => {
    const answer = await ask({ target: "/api/throws" });
    expect([answer.status, String(answer.body)]).toEqual([500, "Internal Server Error"]);
    await expect.poll(() => lambda.said).toContain("Error: out of order");
  });

  it("rejects where an answer breaks off, and answers the next request", async () => {
    await expect(ask({ target: "/api/late" })).rejects.toThrow("The answer was cut off.");
    expect((await ask({ target: "/api/signal" })).status).toBe(200);
  });

  it("never fires the signal of a request that was answered", async () => {
    await ask({ target: "/api/signal" });
    // What the process has printed of this request is there before what it prints of the next.
    await ask({ target: "/api/throws" });
    await expect.poll(() => lambda.said).toContain("out of order");
    expect(lambda.said).not.toContain("aborted");
  });
});

describe("what docs/deploy-lambda.md says of each front", () => {
  it.each(fronts)("$name: several cookies of an answer", async (front) => {
    const answer = front.answer(await lambda.invoke(front.event({ target: "/api/echo" })));
    const cookies = ["a=1; Path=/; HttpOnly", "b=2"];
    expect(header(answer, "set-cookie")).toEqual(front === balancer ? [] : cookies);
  });

  it.each(fronts)("$name: a field that comes more than once", async (front) => {
    const headers = [
      ["x-repeated", "1"],
      ["x-repeated", "2"],
    ] as const;
    const answer = front.answer(await lambda.invoke(front.event({ target: "/api/echo", headers })));
    const seen: Record<string, string> = {
      "API Gateway REST API": "2",
      "API Gateway HTTP API": "1,2",
      "Application Load Balancer": "2",
      "Application Load Balancer with multi-value headers": "1, 2",
    };
    expect(json(answer)["repeated"]).toBe(seen[front.name]);
  });

  it("an HTTP API decodes the path: names with a space, a slash and a per cent sign", async () => {
    const ask = async (rawPath: string): Promise<Answer> =>
      http.answer(await lambda.invoke(http.event({ target: "/" }, rawPath)));
    expect(json(await ask("/api/files/a é?#.txt"))["query"]).toEqual({ name: "a é?#.txt" });
    expect((await ask("/api/files/a/b.txt")).status).toBe(404);
    expect((await ask("/api/files/100%")).status).toBe(400);
  });
});

describe("lambda.mjs with options", () => {
  it("knows the client behind a load balancer by trustProxy, logs, and is served below a stage by basePath", async () => {
    const options =
      "dev: false, trustProxy: 1, accessLog: { info: (entry) => console.log(JSON.stringify(entry)) }";
    const other = await Lambda.start(ROUTES, (program) =>
      program.replace("dev: false", options).replace("binary: true", 'binary: true, basePath: "/prod"'),
    );
    try {
      const seen = json(balancer.answer(await other.invoke(balancer.event({ target: "/api/echo" }))));
      expect(seen["address"]).toBe("203.0.113.7");
      await expect.poll(() => other.said).toMatch(/"status":201,.*"remoteAddress":"203\.0\.113\.7"/);
      expect(other.said).not.toContain("aborted");
      const staged = await other.invoke(http.event({ target: "/prod/api/echo" }));
      expect(json(http.answer(staged))["url"]).toBe("/api/echo");
    } finally {
      await other.stop();
    }
  });
});

/** A project with a config, and a middleware that is in the build alone. */
const GUARDED = {
  "next.config.mjs": `export default {
    headers: async () => [{ source: "/api/:path*", headers: [{ key: "x-by-config", value: "yes" }] }],
    redirects: async () => [{ source: "/api/old", destination: "/api/hello", permanent: true }],
    rewrites: async () => [{ source: "/api/renamed", destination: "/api/hello" }],
  };`,
  "middleware.js": `
    import { NextResponse } from "next/server";
    export function middleware(request) {
      if (request.headers.get("authorization") !== "secret")
        return NextResponse.json({ error: "forbidden" }, { status: 403 });
    }
    export const config = { matcher: "/api/admin/:path*" };`,
  "pages/api/hello.js": "export default (req, res) => res.send('hello');",
  "pages/api/admin.js": "export default (req, res) => res.json({ sent: req.body });",
};

describe("lambda.mjs of a project with next.config and middleware", () => {
  let guarded: Lambda;
  beforeAll(async () => {
    guarded = await Lambda.start(GUARDED);
  });
  afterAll(() => guarded?.stop());

  it.each(fronts)("guards and rewrites behind $name", async (front) => {
    const ask = async (asked: Asked): Promise<Answer> =>
      front.answer(await guarded.invoke(front.event(asked)));
    for (const target of ["/api/admin", "/api/%61dmin"]) {
      const answer = await ask({ target });
      expect([target, answer.status, String(answer.body)]).toEqual([target, 403, '{"error":"forbidden"}']);
    }
    const headers = [
      ["authorization", "secret"],
      ["content-type", "application/json"],
    ] as const;
    const allowed = await ask({ method: "POST", target: "/api/admin", headers, body: '{"a":1}' });
    expect([allowed.status, json(allowed)]).toEqual([200, { sent: { a: 1 } }]);
    const renamed = await ask({ target: "/api/renamed" });
    expect([String(renamed.body), header(renamed, "x-by-config")]).toEqual(["hello", ["yes"]]);
    const old = await ask({ target: "/api/old" });
    expect([old.status, header(old, "location")]).toEqual([308, ["/api/hello"]]);
  });
});

import { describe, expect, it } from "vitest";
import { get, post } from "./client.ts";

async function answer(response: Response): Promise<[number, string]> {
  return [response.status, await response.text()];
}

describe("next-connect", () => {
  it("runs middleware, an Express one among it, and the method's handler with params and body", async () => {
    const response = await get("/api/next-connect/7", { headers: { authorization: "ada" } });
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(await response.json()).toEqual({ id: "7", user: "ada" });
    const headers = { authorization: "ada", "content-type": "application/json" };
    const put = await get("/api/next-connect/7", { method: "PUT", headers, body: '{"name":"Ada"}' });
    expect([put.status, await put.json()]).toEqual([201, { id: "7", name: "Ada" }]);
  });

  it("answers thrown errors by onError and other methods by onNoMatch", async () => {
    expect(await answer(await get("/api/next-connect/7", { method: "PUT" }))).toEqual([401, "Unauthorized"]);
    expect(await answer(await get("/api/next-connect/7", { method: "PATCH" }))).toEqual([
      405,
      "Method Not Allowed",
    ]);
  });
});

describe("next-connect-0", () => {
  const path = "/api/next-connect-0";

  it("routes by method and path behind its middleware", async () => {
    const response = await get(`${path}/hello`);
    expect(response.headers.get("x-middleware")).toBe("ran");
    expect(await answer(response)).toEqual([200, "Hello world"]);
    expect(await (await post(`${path}/hello`, { name: "Ada" })).json()).toEqual({ hello: "Ada" });
    expect(await (await get(`${path}/user/7?a=b`)).json()).toEqual({ id: "7" });
  });

  it("answers rejections by onError and the rest by onNoMatch", async () => {
    const method = "DELETE";
    expect(await answer(await get(`${path}/hello`, { method }))).toEqual([
      500,
      "Something broke: no deletion",
    ]);
    expect(await answer(await get(`${path}/nothing`))).toEqual([404, "Page is not found"]);
  });
});

describe("cors", () => {
  it("answers a preflight with the methods of an allowed origin", async () => {
    const headers = { origin: "https://app.example.com", "access-control-request-method": "POST" };
    const response = await get("/api/cors", { method: "OPTIONS", headers });
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-methods")).toBe("POST,GET,HEAD");
    expect(response.headers.get("access-control-allow-origin")).toBe("https://app.example.com");
    expect(response.headers.get("access-control-allow-credentials")).toBe("true");
  });

  it("allows a matching origin, no other, and varies by it", async () => {
    const allowed = await get("/api/cors", { headers: { origin: "https://app.example.com" } });
    expect(allowed.headers.get("access-control-allow-origin")).toBe("https://app.example.com");
    expect(allowed.headers.get("vary")).toContain("Origin");
    expect(await allowed.json()).toEqual({ message: "Hello Everyone!" });
    const other = await get("/api/cors", { headers: { origin: "https://evil.test" } });
    expect(other.headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("nextjs-cors", () => {
  it("answers a preflight with 200 and allows every origin", async () => {
    const headers = { origin: "https://a.test", "access-control-request-method": "PUT" };
    const preflight = await get("/api/nextjs-cors", { method: "OPTIONS", headers });
    expect([preflight.status, preflight.headers.get("content-length")]).toEqual([200, "0"]);
    expect(preflight.headers.get("access-control-allow-methods")).toBe("GET,HEAD,PUT,PATCH,POST,DELETE");
    const response = await get("/api/nextjs-cors", { headers });
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(await response.json()).toEqual({ message: "Hello NextJs Cors!" });
  });
});

describe("helmet", () => {
  it("sets its headers beside the answer's own", async () => {
    const { headers } = await get("/api/helmet");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("content-security-policy")).toContain("default-src 'self'");
    expect(headers.get("strict-transport-security")).toMatch(/^max-age=/);
    expect(headers.get("x-powered-by")).toBeNull();
    expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
  });
});

describe("compression", () => {
  it("encodes the answer once, whatever the server itself would do", async () => {
    for (const times of ["1", "1000"]) {
      const response = await get(`/api/compression?times=${times}`, {
        headers: { "accept-encoding": "gzip" },
      });
      expect(response.headers.get("content-encoding")).toBe("gzip");
      expect(await response.json()).toEqual({ text: "squeeze ".repeat(Number(times)) });
    }
  });

  it("leaves it plain for a client that takes no other", async () => {
    const response = await get("/api/compression?times=1000", { headers: { "accept-encoding": "identity" } });
    expect(response.headers.get("content-encoding")).toBeNull();
    expect(response.headers.get("vary")).toBe("Accept-Encoding");
    expect(((await response.json()) as any).text).toHaveLength(8000);
  });
});

describe("morgan", () => {
  it("logs method, URL, status and length when the answer is out", async () => {
    await (await get("/api/morgan?status=201", { headers: { "x-case": "one" } })).text();
    await (await post("/api/morgan", {}, { "x-case": "two" })).text();
    const lines = (await (await get("/api/morgan?lines")).json()) as string[];
    expect(lines).toContain("GET /api/morgan?status=201 201 6 one");
    expect(lines).toContain("POST /api/morgan 200 6 two");
  });
});

describe("pino-http", () => {
  it("gives the handler a logger and an id, and logs request and response when it is done", async () => {
    const response = await get("/api/pino-http", { headers: { "x-request-id": "seven" } });
    expect([response.status, await response.json()]).toEqual([201, { id: "seven" }]);
    const lines = (await (await get("/api/pino-http?lines")).json()) as any[];
    const mine = lines.filter(({ req }) => req.id === "seven");
    expect(mine.map(({ msg }) => msg)).toEqual(["in the handler", "request completed"]);
    expect(mine[1]).toMatchObject({
      req: { method: "GET", url: "/api/pino-http" },
      res: { statusCode: 201 },
    });
  });
});

describe("express-rate-limit", () => {
  it("counts a client's requests and answers 429 beyond the limit", async () => {
    const headers = { "x-real-ip": "10.0.0.1" };
    const statuses: number[] = [];
    let last: Response | undefined;
    for (let i = 0; i < 3; i += 1) {
      last = await get("/api/express-rate-limit", { headers });
      statuses.push(last.status);
    }
    expect(statuses).toEqual([200, 200, 429]);
    expect(last?.headers.get("ratelimit")).toMatch(/^limit=2, remaining=0, reset=/);
    expect(await last?.text()).toBe("Too many requests, please try again later.");
  });

  it("counts another client for itself", async () => {
    const response = await get("/api/express-rate-limit", { headers: { "x-real-ip": "10.0.0.2" } });
    expect(await answer(response)).toEqual([200, "within the limit"]);
  });
});

describe("zod", () => {
  it("parses a query and a body", async () => {
    expect(await (await get("/api/zod?name=Ada&age=36")).json()).toEqual({ name: "Ada", age: 36 });
    expect(await (await post("/api/zod", { name: "Ada", age: 36 })).json()).toEqual({ name: "Ada", age: 36 });
  });

  it("says what is wrong with a body", async () => {
    const response = await post("/api/zod", { name: "", age: "old" });
    expect(response.status).toBe(422);
    expect(Object.keys((await response.json()) as object)).toEqual(["name", "age"]);
  });
});

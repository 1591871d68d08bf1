import { describe, expect, it } from "vitest";
import { get, Jar } from "./client.ts";

async function views(jar: Jar, path: string, method = "GET"): Promise<number> {
  return ((await (await jar.get(path, { method })).json()) as { views: number }).views;
}

describe("iron-session", () => {
  it("seals the session into a cookie, reads it back and destroys it", async () => {
    const jar = new Jar();
    const path = "/api/iron-session/session";
    const login = await jar.post(path, { username: "ada" });
    expect(await login.json()).toEqual({ username: "ada", isLoggedIn: true });
    expect(login.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^iron-examples.*=Fe26\.2\*.*; HttpOnly/),
    ]);
    expect(await (await jar.get(path)).json()).toEqual({ username: "ada", isLoggedIn: true });
    await jar.get(path, { method: "DELETE" });
    expect(await (await jar.get(path)).json()).toEqual({ isLoggedIn: false });
  });

  it("takes a cookie that was tampered with for none", async () => {
    const cookie = "iron-examples-pages-router-api-route=Fe26.2*1*tampered~2";
    const response = await get("/api/iron-session/session", { headers: { cookie } });
    expect(await response.json()).toEqual({ isLoggedIn: false });
  });
});

describe("cookie-session", () => {
  it("counts views in a signed cookie, and drops it", async () => {
    const jar = new Jar();
    const path = "/api/cookie-session";
    expect(await views(jar, path)).toBe(1);
    expect(jar.names()).toEqual(["session", "session.sig"]);
    expect(await views(jar, path)).toBe(2);
    await views(jar, path, "DELETE");
    expect(await views(jar, path)).toBe(1);
  });

  it("does not believe a wrong signature", async () => {
    const jar = new Jar();
    await views(jar, "/api/cookie-session");
    jar.set("session.sig", "wrong");
    expect(await views(jar, "/api/cookie-session")).toBe(1);
  });
});

describe("next-session", () => {
  it("keeps a session on the server, and destroys it", async () => {
    const jar = new Jar();
    const path = "/api/next-session";
    expect(await views(jar, path)).toBe(1);
    expect(jar.names()).toEqual(["sid"]);
    expect(await views(jar, path)).toBe(2);
    await views(jar, path, "DELETE");
    expect(await views(jar, path)).toBe(1);
  });
});

describe("express-session, passport, passport-local", () => {
  it("logs in, keeps the user for later requests, and logs out", async () => {
    const jar = new Jar();
    expect(await (await jar.get("/api/passport/user")).json()).toEqual({ user: null });
    const login = await jar.post("/api/passport/login", { username: "ada", password: "engine" });
    expect(await login.json()).toEqual({ user: "ada" });
    expect(jar.names()).toEqual(["connect.sid"]);
    expect(await (await jar.get("/api/passport/user")).json()).toEqual({ user: "ada" });
    expect((await jar.post("/api/passport/logout", {})).status).toBe(204);
    expect(await (await jar.get("/api/passport/user")).json()).toEqual({ user: null });
  });

  it("answers 401 to a wrong password", async () => {
    const jar = new Jar();
    const response = await jar.post("/api/passport/login", { username: "ada", password: "wrong" });
    expect([response.status, await response.text()]).toEqual([401, "Unauthorized"]);
    expect(jar.names()).toEqual([]);
  });
});

describe("nookies, cookies-next, cookies", () => {
  it("set a cookie each on one answer, read them back and delete them", async () => {
    const jar = new Jar();
    const response = await jar.post("/api/cookies", {});
    expect(response.headers.getSetCookie().map((line) => line.split("=")[0])).toEqual([
      "one",
      "two",
      "three",
      "three.sig",
    ]);
    expect(await (await jar.get("/api/cookies")).json()).toEqual({
      one: "by nookies",
      all: ["one", "two", "three", "three.sig"],
      two: '{"by":"cookies-next"}',
      has: false,
      three: "by cookies",
    });
    await jar.get("/api/cookies", { method: "DELETE" });
    // The package signs the empty value, and leaves that.
    expect(jar.names()).toEqual(["three.sig"]);
  });

  it("cookies does not believe a wrong signature", async () => {
    const response = await get("/api/cookies", { headers: { cookie: "three=forged; three.sig=wrong" } });
    expect(await response.json()).toMatchObject({ three: null });
  });
});

describe("jsonwebtoken", () => {
  it("signs a token and verifies it in the Authorization header", async () => {
    const { token } = (await (await new Jar().post("/api/jsonwebtoken", { username: "ada" })).json()) as any;
    const response = await get("/api/jsonwebtoken", { headers: { authorization: `Bearer ${token}` } });
    expect(await response.json()).toEqual({ username: "ada", admin: true });
  });

  it("refuses a token with another payload", async () => {
    const { token } = (await (await new Jar().post("/api/jsonwebtoken", { username: "eve" })).json()) as any;
    const [head, , signature] = token.split(".");
    const body = Buffer.from('{"username":"ada","admin":true}').toString("base64url");
    const headers = { authorization: `Bearer ${head}.${body}.${signature}` };
    const response = await get("/api/jsonwebtoken", { headers });
    expect([response.status, await response.json()]).toEqual([401, { name: "JsonWebTokenError" }]);
  });
});

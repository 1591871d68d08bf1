import { describe, expect, it } from "vitest";
import { get, Jar } from "./client.ts";

const PATH = "/api/auth";

async function csrf(jar: Jar): Promise<string> {
  const response = await jar.get(`${PATH}/csrf`);
  return ((await response.json()) as { csrfToken: string }).csrfToken;
}

async function signIn(jar: Jar, password: string): Promise<Response> {
  const body = new URLSearchParams({ csrfToken: await csrf(jar), username: "ada", password, json: "true" });
  return jar.get(`${PATH}/callback/credentials`, { method: "POST", body });
}

describe("next-auth", () => {
  it("gives a CSRF token and sets its cookie", async () => {
    const jar = new Jar();
    const token = await csrf(jar);
    expect(token).toMatch(/^[0-9a-f]{64}$/);
    expect(decodeURIComponent(jar.value("next-auth.csrf-token")!)).toMatch(new RegExp(`^${token}\\|`));
  });

  it("lists its providers", async () => {
    const providers = (await (await get(`${PATH}/providers`)).json()) as Record<string, unknown>;
    expect(providers).toMatchObject({ credentials: { id: "credentials", type: "credentials" } });
  });

  it("renders its sign-in page", async () => {
    const response = await get(`${PATH}/signin`);
    expect(response.headers.get("content-type")).toBe("text/html");
    expect(await response.text()).toContain('<input name="username"');
  });

  it("signs in with credentials; session, getServerSession and getToken know the user", async () => {
    const jar = new Jar();
    const response = await signIn(jar, "engine");
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ url: expect.stringMatching(/^http:\/\/127\.0\.0\.1/) });
    const session = await (await jar.get(`${PATH}/session`)).json();
    expect(session).toMatchObject({
      user: { name: "Ada Lovelace", email: "ada@example.com" },
      role: "admin",
    });
    const me = await jar.get("/api/next-auth/me");
    expect([me.status, await me.json()]).toEqual([200, { name: "Ada Lovelace", subject: "1" }]);
  });

  it("refuses a wrong password", async () => {
    const jar = new Jar();
    const response = await signIn(jar, "wrong");
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ url: expect.stringContaining("error=CredentialsSignin") });
    expect((await jar.get("/api/next-auth/me")).status).toBe(401);
  });

  it("sends a form without the CSRF token back to the sign-in page", async () => {
    const body = new URLSearchParams({ username: "ada", password: "engine" });
    const response = await get(`${PATH}/callback/credentials`, { method: "POST", body });
    expect([response.status, response.headers.get("location")]).toEqual([
      302,
      expect.stringContaining("/signin?csrf=true"),
    ]);
  });

  it("signs out", async () => {
    const jar = new Jar();
    await signIn(jar, "engine");
    expect(jar.names()).toContain("next-auth.session-token");
    const body = new URLSearchParams({ csrfToken: await csrf(jar), json: "true" });
    expect((await jar.get(`${PATH}/signout`, { method: "POST", body })).status).toBe(200);
    expect(jar.names()).not.toContain("next-auth.session-token");
    expect(await (await jar.get(`${PATH}/session`)).json()).toEqual({});
  });
});

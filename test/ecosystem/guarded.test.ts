import { createRequire } from "node:module";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { PROJECT, type Running, startServer } from "./server.ts";

const SECRET = "a secret of more than thirty-two characters";
const requirePackage = createRequire(join(PROJECT, "guarded/_"));

let server: Running | undefined;

beforeAll(async () => {
  server = await startServer(join(PROJECT, "guarded"), { SUPABASE_URL: inject("upstream") });
});
afterAll(() => server?.stop());

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  const signal = AbortSignal.timeout(15_000);
  return fetch(`${server?.origin}${path}`, { redirect: "manual", headers, signal });
}

async function seen(response: Response): Promise<[number, string | null]> {
  await response.text();
  return [response.status, response.headers.get("location")];
}

describe("next-intl, next-auth, iron-session", () => {
  it("the plugin of next-intl leaves the headers of next.config as they are", async () => {
    const response = await get("/api/next-auth/x");
    expect(response.headers.get("x-by-config")).toBe("yes");
  });

  it("createMiddleware of next-intl sends a client to its locale", async () => {
    const locationOf = async (headers: Record<string, string>) => seen(await get("/about", headers));
    expect(await locationOf({ "accept-language": "de" })).toEqual([307, "/de/about"]);
    expect(await locationOf({ "accept-language": "fr" })).toEqual([307, "/en/about"]);
    expect(await locationOf({ cookie: "NEXT_LOCALE=de" })).toEqual([307, "/de/about"]);
  });

  it("withAuth in a middleware lets an admin through, and sends others to sign in", async () => {
    const path = "/api/next-auth/x?a=1";
    expect(await seen(await get(path))).toEqual([
      307,
      "/api/auth/signin?callbackUrl=%2Fapi%2Fnext-auth%2Fx%3Fa%3D1",
    ]);
    const { encode } = requirePackage("next-auth/jwt") as { encode(options: object): Promise<string> };
    const token = await encode({ token: { role: "admin" }, secret: SECRET });
    const allowed = await get(path, { cookie: `next-auth.session-token=${token}` });
    expect(await allowed.json()).toEqual({ path: ["next-auth", "x"] });
  });

  it("getIronSession in a middleware reads the session", async () => {
    expect((await get("/api/iron-session")).status).toBe(401);
    const { sealData } = requirePackage("iron-session") as {
      sealData(data: object, options: object): Promise<string>;
    };
    const seal = await sealData({ user: "ada" }, { password: SECRET });
    expect((await get("/api/iron-session", { cookie: `iron=${seal}` })).status).toBe(200);
  });
});

describe("@supabase/ssr", () => {
  const cookieOf = (seconds: number): string => {
    const expires_at = Math.floor(Date.now() / 1000) + seconds;
    const session = { access_token: "old", refresh_token: "r1", token_type: "bearer", expires_at, user: {} };
    return `sb-127-auth-token=base64-${Buffer.from(JSON.stringify(session)).toString("base64url")}`;
  };

  it("updateSession in a middleware sends who has no session to sign in", async () => {
    expect(await seen(await get("/api/supabase"))).toEqual([307, "/login"]);
    expect((await get("/api/supabase", { cookie: cookieOf(3600) })).status).toBe(200);
  });

  it("a session that it renews reaches the client and the route", async () => {
    const response = await get("/api/supabase", { cookie: cookieOf(-10) });
    const [cookie = ""] = response.headers.getSetCookie();
    const { session } = (await response.json()) as { session: string };
    expect(cookie).toContain(`sb-127-auth-token=${session}`);
    const text = Buffer.from(session.replace("base64-", ""), "base64url").toString();
    expect(JSON.parse(text)).toMatchObject({ access_token: "new", refresh_token: "r2" });
  });
});

describe("@clerk/nextjs", () => {
  it("clerkMiddleware answers 404 where a route is protected and nobody has signed in", async () => {
    const refused = await get("/api/clerk/admin");
    expect([refused.status, refused.headers.get("x-clerk-auth-status")]).toEqual([404, "signed-out"]);
    expect((await get("/api/clerk/open")).status).toBe(200);
  });
});

import { cookies } from "next/headers";
import { NextResponse } from "next/server";
import { notFound, redirect } from "next/navigation";

const kinds = {
  get: (jar) => jar.get("a"),
  "get-missing": (jar) => ({ value: jar.get("none") }),
  "get-all": (jar) => jar.getAll(),
  "get-all-named": (jar) => jar.getAll("a"),
  has: (jar) => [jar.has("a"), jar.has("none")],
  size: (jar) => jar.size,
  "to-string": (jar) => jar.toString(),
  iterate: (jar) => [...jar],
  set: (jar) => void jar.set("x", "1"),
  "set-object": (jar) =>
    void jar.set({ name: "x", value: "1", path: "/p", httpOnly: true, secure: true, sameSite: "lax", maxAge: 60 }),
  "set-options": (jar) =>
    void jar.set("x", "1", {
      domain: "example.com",
      expires: new Date(0),
      sameSite: "strict",
      priority: "high",
      partitioned: true,
    }),
  "set-same-site-true": (jar) => void jar.set("x", "1", { sameSite: true }),
  "set-expires-number": (jar) => void jar.set("x", "1", { expires: 86_400_000 }),
  "set-max-age-zero": (jar) => void jar.set("x", "1", { maxAge: 0 }),
  "set-encoded": (jar) => void jar.set("na me", "v;a,l=ü é%"),
  "set-twice": (jar) => {
    jar.set("x", "1");
    jar.set("x", "2");
    jar.set("y", "3");
  },
  "set-get": (jar) => {
    jar.set("x", "1");
    jar.set("a", "changed");
    return [jar.get("x"), jar.get("a"), jar.getAll().length, jar.has("x")];
  },
  "set-chain": (jar) => jar.set("x", "1").set("y", "2").has("y"),
  delete: (jar) => {
    jar.delete("a");
    return [jar.get("a"), jar.has("a"), jar.size];
  },
  "delete-object": (jar) => void jar.delete({ name: "a", path: "/p", domain: "example.com" }),
  "delete-missing": (jar) => void jar.delete("none"),
  "set-delete": (jar) => {
    jar.set("x", "1");
    jar.delete("x");
  },
  clear: (jar) => typeof jar.clear,
  redirect: (jar) => {
    jar.set("x", "1");
    redirect("/there");
  },
  "not-found": (jar) => {
    jar.set("x", "1");
    notFound();
  },
  throw: (jar) => {
    jar.set("x", "1");
    throw new Error("expected");
  },
  "response-redirect": (jar) => {
    jar.set("x", "1");
    return Response.redirect("http://example.com/there");
  },
  "both": (jar) => {
    jar.set("x", "1");
    return new Response("both", { headers: [["set-cookie", "y=2; HttpOnly"], ["Set-Cookie", "z=3"]] });
  },
  "both-same": (jar) => {
    jar.set("x", "1");
    return new Response("both", { headers: { "set-cookie": "x=2; Path=/q" } });
  },
  "next-response": (jar) => {
    jar.set("x", "1");
    const response = NextResponse.json({ ok: true });
    response.cookies.set("y", "2", { path: "/q" });
    response.cookies.delete("a");
    return response;
  },
  request: (_jar, request) => ({
    get: request.cookies.get("a"),
    all: request.cookies.getAll(),
    size: request.cookies.size,
    has: request.cookies.has("a"),
    text: request.cookies.toString(),
  }),
  "request-set": (_jar, request) => {
    request.cookies.set("new", "1");
    request.cookies.delete("a");
    return { header: request.headers.get("cookie"), all: request.cookies.getAll() };
  },
  keys: (jar) => Object.getOwnPropertyNames(Object.getPrototypeOf(jar)).length > 0,
};

export async function GET(request, { params }) {
  const { kind } = await params;
  const jar = await cookies();
  const result = await kinds[kind](jar, request);
  return result instanceof Response ? result : Response.json({ result });
}

export const POST = GET;

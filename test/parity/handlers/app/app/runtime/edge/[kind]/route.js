import { cookies } from "next/headers";
import { NextResponse } from "next/server";
import { notFound, redirect } from "next/navigation";

export const runtime = "edge";

const kinds = {
  text: () => new Response("text"),
  json: () => NextResponse.json({ a: 1 }),
  redirect: () => redirect("/there"),
  "response-redirect": (request) => NextResponse.redirect(new URL("/there?x=1", request.url)),
  "not-found": () => notFound(),
  throw: () => {
    throw new Error("expected");
  },
  nothing: () => undefined,
  cookies: async () => {
    (await cookies()).set("x", "1");
    return new Response("cookies");
  },
  url: (request) => Response.json({ url: request.url, next: request.nextUrl.href }),
  runtime: () =>
    Response.json({
      env: process.env.NEXT_RUNTIME,
      edge: typeof EdgeRuntime,
      buffer: typeof Buffer,
    }),
};

export async function GET(request, { params }) {
  const { kind } = await params;
  return kinds[kind](request);
}

export const POST = async (request) => Response.json(await request.json());

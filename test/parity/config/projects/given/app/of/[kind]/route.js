import { cookies } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { NextResponse } from "next/server";

const own = {
  "Content-Type": "text/own",
  "Cache-Control": "private, max-age=3",
  Vary: "Own",
  "X-Own": "own",
  "Set-Cookie": "own=1",
};

/** Answers of all kinds, for what becomes of headers that a config or a middleware has set before. */
export async function GET(request, context) {
  const { kind } = await context.params;
  switch (kind) {
    case "json":
      return Response.json({ kind });
    case "text":
      return new Response("text");
    case "own":
      return new Response("own", { headers: own });
    case "bytes":
      return new Response(new Uint8Array([1, 2]));
    case "stream":
      return new Response(new Blob(["a", "b"]).stream(), { headers: own });
    case "empty":
      return new Response(null, { status: 204, headers: own });
    case "next": {
      const response = NextResponse.json({ kind });
      response.cookies.set("own", "1");
      return response;
    }
    case "cookies":
      (await cookies()).set("own", "1");
      return new Response("cookies");
    case "redirect":
      return redirect("/own");
    case "missing":
      return notFound();
    default:
      throw new Error(kind);
  }
}

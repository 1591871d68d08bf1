import type { NextRequest } from "next/server";

export async function GET(request: NextRequest): Promise<Response> {
  const token = request.cookies.get("token");
  return new Response(token?.value ?? "none", { headers: { "Set-Cookie": "token=abc" } });
}

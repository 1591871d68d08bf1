import type { NextRequest } from "next/server";

export async function GET(request: NextRequest): Promise<Response> {
  const sent = new Headers(request.headers);
  return Response.json({ agent: sent.get("user-agent") });
}

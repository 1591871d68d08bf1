import type { NextRequest } from "next/server";

export async function GET(request: NextRequest): Promise<Response> {
  const text: string = request.nextUrl.pathname;
  return Response.json({ ts: text });
}

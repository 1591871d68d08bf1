import type { NextRequest } from "next/server";

export function GET(request: NextRequest): Response {
  const { searchParams } = request.nextUrl;
  return Response.json({ query: searchParams.get("query"), tags: searchParams.getAll("tag") });
}

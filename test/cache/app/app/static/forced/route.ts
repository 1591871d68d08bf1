import { cookies, headers } from "next/headers";
import type { NextRequest } from "next/server";

import { token } from "@/token";

export const dynamic = "force-static";

export async function GET(request: NextRequest): Promise<Response> {
  const copy = request.clone();
  return Response.json(
    {
      token: token(),
      method: request.method,
      path: new URL(request.url).pathname,
      search: new URL(request.url).search,
      nextSearch: request.nextUrl.search,
      params: [...request.nextUrl.searchParams],
      headers: [...request.headers],
      cookies: request.cookies.getAll(),
      copied: [...copy.headers],
      storeHeaders: [...(await headers())],
      storeCookies: (await cookies()).getAll(),
    },
    { status: 201, headers: { "x-own": "yes", "x-many": "a, b" } },
  );
}

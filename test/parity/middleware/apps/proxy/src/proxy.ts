import type { NextFetchEvent, NextRequest } from "next/server";
import { act } from "./lib/act.js";

export default async function anyName(request: NextRequest, event: NextFetchEvent) {
  if (request.nextUrl.searchParams.get("do") === "runtime") return new Response(process.env.NEXT_RUNTIME);
  return act(request, event, arguments.length);
}

export const config = { matcher: "/api/:path*" };

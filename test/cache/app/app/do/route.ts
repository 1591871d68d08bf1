import * as cache from "next/cache";
import type { NextRequest } from "next/server";

const names = cache as unknown as Record<string, (...args: unknown[]) => unknown>;

/** Calls a function of next/cache with the arguments in the query, as JSON. */
async function call(request: NextRequest): Promise<Response> {
  const name = request.nextUrl.searchParams.get("name")!;
  const args = JSON.parse(request.nextUrl.searchParams.get("args") ?? "[]") as unknown[];
  try {
    const value = await names[name]!(...args);
    return Response.json({ value: value ?? "nothing" });
  } catch (error) {
    return Response.json({ threw: error instanceof Error });
  }
}
export { call as GET, call as POST };

import { act } from "./lib/act.js";

export function middleware(request, event) {
  return guard(request) ?? act(request, event, arguments.length);
}

function guard(request) {
  if (request.nextUrl.searchParams.get("do") === "runtime") return new Response(process.env.NEXT_RUNTIME);
  if (!request.nextUrl.pathname.startsWith("/api/admin")) return undefined;
  if (request.headers.get("authorization") === "secret") return undefined;
  return new Response("forbidden", { status: 403 });
}

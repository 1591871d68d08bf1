import type { NextRequest } from "next/server";

const answer = (request: NextRequest): Response =>
  Response.json({ method: request.method, path: request.nextUrl.pathname });

// OPTIONS is answered without a function of its own.
export { answer as GET, answer as HEAD, answer as POST, answer as PUT, answer as DELETE, answer as PATCH };

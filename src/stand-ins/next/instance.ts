/*
 * `next/server` for packages that import it at run time. Routes and packages get one instance, that of whoever loads
 * it first (see `shared.ts`), so that `instanceof NextResponse` holds between them.
 */
import * as own from "./server.ts";

const globals = globalThis as { [key: symbol]: typeof own | undefined };
const shared = (globals[Symbol.for("pages-api:next/server")] ??= own);

export const {
  after,
  connection,
  ImageResponse,
  NextRequest,
  NextResponse,
  URLPattern,
  userAgent,
  userAgentFromString,
} = shared;

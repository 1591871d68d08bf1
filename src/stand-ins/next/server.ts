import { useScopes } from "../../web/scope.ts";
import { unsupportedMember } from "./unsupported.ts";

useScopes();

export { after, connection } from "./after.ts";
export { NextRequest } from "./request.ts";
export { NextResponse } from "./response.ts";
export { userAgent, userAgentFromString } from "./user-agent.ts";

/** Node has it from version 23.8. */
export const URLPattern: unknown =
  (globalThis as { URLPattern?: unknown }).URLPattern ??
  unsupportedMember("next/server", "URLPattern", "Use Node 24, or the package urlpattern-polyfill.");

export const ImageResponse: unknown = unsupportedMember(
  "next/server",
  "ImageResponse",
  'Import it from "next/og", as in Next 14 and later.',
);

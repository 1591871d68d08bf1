import { URL_PATTERN_NAME } from "../../web/url-pattern.ts";
import { useScopes } from "../../web/scope.ts";
import type { URLPattern as Pattern, URLPatternClass } from "./types.ts";
import { extendRequest } from "./request.ts";
import { unsupportedMember } from "./unsupported.ts";

useScopes();
extendRequest();

export { after, connection } from "./after.ts";
export type { ImageResponseOptions } from "./og.ts";
export type { MiddlewareConfig, NextFetchEvent, NextMiddleware, NextProxy, ProxyConfig } from "./types.ts";
export { NextRequest } from "./request.ts";
export { NextResponse } from "./response.ts";
export { userAgent, userAgentFromString } from "./user-agent.ts";

const found = globalThis as { URLPattern?: unknown; [URL_PATTERN_NAME]?: unknown };

export type URLPattern = Pattern;

/** Node's own from version 23.8 on, before a polyfill where a server runs. */
export const URLPattern = (found.URLPattern ??
  found[URL_PATTERN_NAME] ??
  unsupportedMember(
    "next/server",
    "URLPattern",
    "Use Node 24, or the package urlpattern-polyfill.",
  )) as URLPatternClass;

export const ImageResponse: unknown = unsupportedMember(
  "next/server",
  "ImageResponse",
  'Import it from "next/og", as in Next 14 and later.',
);

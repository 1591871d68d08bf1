// Compiled beside Next 15 and 16, by test/types/next.ts: what our modules export can stand where theirs does.
import type * as NextCache from "next/cache";
import type * as NextHeaders from "next/headers";
import type * as NextNavigation from "next/navigation";
import type * as NextOg from "next/og";
import type * as NextServer from "next/server";
import * as cache from "pages-api/next/cache";
import * as headers from "pages-api/next/headers";
import * as navigation from "pages-api/next/navigation";
import * as og from "pages-api/next/og";
import * as server from "pages-api/next/server";

export const forCache: Pick<
  typeof NextCache,
  "revalidatePath" | "revalidateTag" | "unstable_cache" | "unstable_noStore"
> = cache;

export const forNavigation: Pick<
  typeof NextNavigation,
  "redirect" | "permanentRedirect" | "notFound" | "forbidden" | "unauthorized" | "unstable_rethrow"
> = navigation;

export const forServer: Pick<
  typeof NextServer,
  "after" | "connection" | "userAgent" | "userAgentFromString"
> = server;

export const image: new (...args: ConstructorParameters<typeof NextOg.ImageResponse>) => Response =
  og.ImageResponse;

/** What routes read of the call. */
type Read<T> = T extends () => Promise<infer V> ? V : never;
export async function readCall(): Promise<unknown> {
  const jar: Pick<
    Read<typeof NextHeaders.cookies>,
    "get" | "getAll" | "has" | "size" | "toString"
  > = await headers.cookies();
  const sent: Pick<
    Read<typeof NextHeaders.headers>,
    "get" | "has" | "entries" | "forEach" | "keys"
  > = await headers.headers();
  const draft: Read<typeof NextHeaders.draftMode> = await headers.draftMode();
  return { jar, sent, draft };
}

export const handler = async (request: NextServer.NextRequest): Promise<Response> => {
  const own: Pick<server.NextRequest, "cookies" | "url" | "method" | "headers"> = request;
  const { pathname, searchParams }: Pick<server.NextRequest["nextUrl"], "pathname" | "searchParams"> =
    request.nextUrl;
  return server.NextResponse.json({ url: own.url, pathname, q: searchParams.get("q") });
};

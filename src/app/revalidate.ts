import { createServer, type Server } from "node:http";
import type { Logger } from "../observe/logger.ts";
import { ApiRequest } from "../api/request.ts";
import { ApiResponse } from "../api/response.ts";
import { ONLY_GENERATED_HEADER, type Revalidate, REVALIDATE_HEADER } from "../api/revalidate.ts";
import { pathOf } from "../http/target.ts";
import { inOwnContext } from "../pipeline/context.ts";
import { createListener, type Served } from "../pipeline/listener.ts";
import { BAD_PATH } from "../routing/router.ts";
import { exchange } from "./memory.ts";

/** The Next server that has the pages which `res.revalidate()` makes anew. */
export interface RevalidateOptions {
  /** Such as `http://127.0.0.1:3000`. */
  readonly origin: string;
  /** `preview.previewModeId` of its `.next/prerender-manifest.json`. */
  readonly previewModeId: string;
}

interface Own {
  readonly served: () => Served | Promise<Served>;
  /** What a request has that only this server can send. */
  readonly bypassId: () => string;
  readonly logger: Logger;
}

/** What Next looks for in the answer. */
const CACHE_HEADER = "x-nextjs-cache";

/**
 * Makes the function behind `res.revalidate()`: the answers of this server are made anew by its routes, the pages of
 * another one by the request that Next itself sends.
 *
 * @throws TypeError for an origin that is not one
 */
export function createRevalidate({ served, bypassId, logger }: Own, given?: RevalidateOptions): Revalidate {
  const pages = given && { origin: originOf(given.origin), id: given.previewModeId };
  let server: Server | undefined;

  return async (urlPath, onlyGenerated) => {
    const { router, surroundings } = await served();
    const url = surroundings?.own?.(urlPath) ?? urlPath;
    const match = router.find(pathOf(url));
    if (match !== undefined && match !== BAD_PATH) {
      // Neither rules nor the middleware are asked, as in Next.
      server ??= createServer(
        { IncomingMessage: ApiRequest, ServerResponse: ApiResponse as never },
        inOwnContext(createListener({ served: () => ({ router }), logger })),
      );
      const headers = { host: "localhost", ...headersOf(bypassId(), onlyGenerated) };
      const connection = { remoteAddress: "127.0.0.1", localPort: 80 };
      const answer = await exchange(server, { method: "HEAD", path: url, headers, connection });
      answer.resume();
      check(answer.statusCode!, answer.headers[CACHE_HEADER], onlyGenerated);
      return true;
    }
    if (pages === undefined) return false;
    const { status, headers } = await fetch(pages.origin + urlPath, {
      method: "HEAD",
      redirect: "manual",
      headers: headersOf(pages.id, onlyGenerated),
    });
    check(status, headers.get(CACHE_HEADER), onlyGenerated);
    return true;
  };
}

function headersOf(id: string, onlyGenerated: boolean): Record<string, string> {
  return { [REVALIDATE_HEADER]: id, ...(onlyGenerated && { [ONLY_GENERATED_HEADER]: "1" }) };
}

/** A page that says it is not there, or fails, has been made anew all the same. */
function check(status: number, cache: unknown, onlyGenerated: boolean): void {
  if (cache === "REVALIDATED" || status === 200 || (status === 404 && onlyGenerated)) return;
  throw new Error(`Invalid response ${status}`);
}

function originOf(text: string): string {
  if (URL.canParse(text)) {
    const { origin, protocol } = new URL(text);
    if (protocol === "http:" || protocol === "https:") return origin;
  }
  throw new TypeError(
    `\`revalidate.origin\` is ${JSON.stringify(text)}. Write the origin of the Next server, such as "http://127.0.0.1:3000".`,
  );
}

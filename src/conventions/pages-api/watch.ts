import type { Call } from "../../convention.ts";
import type { ApiRequest } from "../../api/request.ts";
import type { ApiResponse } from "../../api/response.ts";
import { isThenable } from "../../http/thenable.ts";
import { isResponse, sendResponse } from "../../web/response.ts";
import type { RouteConfig } from "./config.ts";

type PageHandler = (req: ApiRequest, res: ApiResponse) => unknown;

/** How long a handler that has settled may leave its answer to a callback before the developer is warned. */
const PATIENCE_MS = 5_000;

/** In development: calls the page, and warns of what would be lost or hang in production, with Next's messages. */
export function watchAnswer(
  page: PageHandler,
  { externalResolver, logger }: RouteConfig,
  file: string,
): (req: ApiRequest, res: ApiResponse, call: Call) => unknown {
  return (req, res, call) => {
    // A stream that is piped answers when it has something to say.
    let piped = false;
    res.once("pipe", () => (piped = true));
    const isPending = (): boolean => !piped && !res.headersSent && !res.writableEnded && !res.destroyed;

    function check(value: unknown): void {
      if (isResponse(value) && !res.headersSent) {
        logger.warn(
          `API handler returned a Response object; it was sent, but Next would not do so (${file}).`,
        );
        sendResponse(res, value, (error) => call.fail(error));
        return;
      }
      // `return res.status(204).end()` only ends the function.
      if (value !== undefined && value !== res)
        logger.warn(`API handler should not return a value, received ${typeof value}. (${file})`);
      if (!externalResolver && isPending()) awaitAnswer();
    }

    function awaitAnswer(): void {
      const timer = setTimeout(() => {
        if (!isPending()) return;
        logger.warn(
          `API resolved without sending a response for ${req.url}, this may result in stalled requests. (${file})`,
        );
      }, PATIENCE_MS);
      timer.unref();
      res.once("close", () => clearTimeout(timer));
    }

    const result = page(req, res);
    return isThenable(result) ? Promise.resolve(result).then(check) : check(result);
  };
}

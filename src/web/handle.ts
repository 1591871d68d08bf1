import type { RouteHandler, WebEndpoint } from "../convention.ts";
import { startDeadline } from "../http/deadline.ts";
import { kSettings } from "../http/outgoing.ts";
import { isThenable } from "../http/thenable.ts";
import { toRequest } from "./request.ts";
import { isResponse, sendResponse } from "./response.ts";

/** Puts the bridge round a web endpoint: Node's request to a `Request`, the `Response` to Node's. */
export function webHandler(endpoint: WebEndpoint, file: string): RouteHandler {
  const { settings, maxDuration } = endpoint;
  const deadline =
    maxDuration === undefined ? undefined : { seconds: maxDuration, name: file, logger: settings.logger };
  return (req, res, call) => {
    res[kSettings] = settings;
    if (deadline !== undefined) startDeadline(req, res, deadline, (error) => call.fail(error));
    const result = endpoint.handle(toRequest(req, res), call);
    const send = (response: Response): void => {
      if (!isResponse(response)) throw new TypeError(`${file} returned no Response.`);
      sendResponse(res, response);
    };
    return isThenable(result) ? Promise.resolve(result).then(send) : send(result);
  };
}

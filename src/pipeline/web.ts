import type { RouteHandler, WebEndpoint } from "../convention.ts";
import { startDeadline } from "../http/deadline.ts";
import { kSettings } from "../http/settings.ts";
import { isThenable } from "../http/thenable.ts";
import { toRequest } from "../web/request.ts";
import { isResponse, noResponse, sendResponse } from "../web/response.ts";

/** Puts the bridge round a web endpoint: Node's request to a `Request`, the `Response` to Node's. */
export function webHandler(endpoint: WebEndpoint, file: string, limit?: number): RouteHandler {
  const { settings, maxDuration, request = (source) => toRequest(source) } = endpoint;
  const bodyLimit = endpoint.bodyLimit ?? limit;
  const deadline =
    maxDuration === undefined ? undefined : { seconds: maxDuration, name: file, logger: settings.logger };
  return (req, res, call) => {
    res[kSettings] = settings;
    if (deadline !== undefined) startDeadline(req, res, deadline, (error) => call.fail(error));
    const result = endpoint.handle(request({ req, res, url: call.url, bodyLimit }, call), call);
    if (!isThenable(result)) return send(result);
    return result.then(send);

    function send(response: Response): void {
      if (!isResponse(response)) throw noResponse(response, file);
      sendResponse(res, response, (error) => call.fail(error));
    }
  };
}

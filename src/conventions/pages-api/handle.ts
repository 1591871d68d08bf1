import type { IncomingMessage } from "node:http";
import type { Call, Endpoint } from "../../convention.ts";
import { RouteError } from "../../error.ts";
import { define } from "../../http/incoming.ts";
import { hasBody, readBody } from "../../http/body.ts";
import { startDeadline } from "../../http/deadline.ts";
import { isKept, rewind } from "../../http/kept.ts";
import { kSettings } from "../../http/settings.ts";
import { enterPreview } from "../../api/preview.ts";
import { parseQuery, type Query, restoreLists } from "../../http/query.ts";
import { ApiRequest, completeHeaders } from "../../api/request.ts";
import { sentHeaders } from "../../http/incoming.ts";
import type { ApiResponse } from "../../api/response.ts";
import { isThenable } from "../../http/thenable.ts";
import type { Route } from "../../routing/router.ts";
import type { UrlOptions } from "../../stand-ins/next/url.ts";
import { isResponse, sendResponse } from "../../web/response.ts";
import type { RouteConfig } from "./config.ts";
import { helpFor } from "./exported.ts";
import { bindEdge, type EdgeHandler } from "./edge.ts";
import { watchAnswer } from "./watch.ts";

type PageHandler = (req: ApiRequest, res: ApiResponse) => unknown;
type Run = (req: ApiRequest, res: ApiResponse, call: Call) => unknown;

/**
 * Binds a route's default export and its config to a handler of requests.
 *
 * @throws RouteError `ROUTE_EXPORT` where it exports no function to call.
 */
export function bindHandler(
  module: unknown,
  config: RouteConfig,
  { pattern, file }: Pick<Route, "pattern" | "file">,
  urls: UrlOptions,
): Endpoint {
  const page = (module as { default?: unknown } | undefined)?.default;
  if (typeof page !== "function") {
    const message = `Page ${pattern} does not export a default function. ${helpFor(module, pattern)}`;
    throw new RouteError("ROUTE_EXPORT", message, { key: "default" });
  }
  if (config.edge) return bindEdge(page as EdgeHandler, config, file, urls);
  const run = config.dev ? watchAnswer(page as PageHandler, config, file) : runPage(page as PageHandler);
  const runWithBody = config.bodyParser ? parsed(run, config) : unparsed(run);

  const { maxDuration } = config;
  if (maxDuration === undefined) return { kind: "node", handle };
  const deadline = { seconds: maxDuration, name: file, logger: config.logger };
  return {
    kind: "node",
    handle(req, res, call) {
      startDeadline(req, res, deadline, (error) => call.fail(error));
      return handle(req, res, call);
    },
  };

  function handle(req: ApiRequest, res: ApiResponse, call: Call): unknown {
    res[kSettings] = config;
    const query = parseQuery(call.url, call.params, config.queryParser);
    if (call.url !== req.url) restoreLists(req, query);
    if (req instanceof ApiRequest) req.query = query;
    else completeForeign(req, query);
    const { cookie } = sentHeaders(req);
    if (cookie !== undefined) enterPreview(req, res, cookie, config.preview);
    return runWithBody(req, res, call);
  }
}

/** For a route that reads its body itself: one that the host has read and kept can be read again. */
function unparsed(run: Run): Run {
  return (req, res, call) => {
    if (isKept(req)) return rewind(req).then(() => run(req, res, call));
    if (req.body !== undefined && !isParsed(req)) req.body = undefined;
    return run(req, res, call);
  };
}

/** For a route that finds its body parsed: by the host, or else by us. */
function parsed(run: Run, config: RouteConfig): Run {
  return (req, res, call) => {
    if (req.body !== undefined) {
      if (isParsed(req)) return run(req, res, call);
      // What is beside a stream that nobody has read are its bytes (serverless-http).
      req.body = undefined;
    }
    if (!hasBody(req) && sentHeaders(req)["content-type"] === undefined) {
      req.body = "";
      return run(req, res, call);
    }
    return readBody(req, config, (body) => {
      req.body = body;
      return run(req, res, call);
    });
  };
}

function completeForeign(req: IncomingMessage, query: Query): void {
  completeHeaders(req.headers, req.socket);
  define(req, "query", query);
}

/** Calls the page, and sends a web Response that it returns instead of answering. */
function runPage(page: PageHandler): Run {
  return (req, res, call) => {
    const result = page(req, res);
    if (result === undefined) return undefined;
    if (isThenable(result)) return Promise.resolve(result).then((value) => sendReturned(value, call));
    return sendReturned(result, call);
  };
}

function sendReturned(value: unknown, call: Call): void {
  if (!isResponse(value) || call.res.headersSent) return;
  sendResponse(call.res, value, (error) => call.fail(error));
}

/** Whether another framework has read the body already; what it made of it is kept. */
function isParsed(req: ApiRequest): boolean {
  return req.readableDidRead || req.readableEnded || !hasBody(req);
}

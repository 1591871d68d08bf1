import type { Endpoint } from "../../convention.ts";
import { toRequest } from "../../web/request.ts";
import type { AstroApp } from "./app.ts";
import type { AstroEndpoint } from "./endpoint.ts";
import { staticAnswers } from "./static.ts";

/** An endpoint as the pipeline calls it. */
export function webEndpoint(app: AstroApp, endpoint: AstroEndpoint | undefined): Endpoint {
  return {
    kind: "web",
    settings: app.settings,
    failed: { body: "" },
    // What a proxy says counts only where security.allowedDomains allows it.
    request: ({ req, res, url, bodyLimit }) => toRequest({ req, res, url, bodyLimit, asSent: true }),
    handle: (request, call) => app.answer(endpoint, request, call),
    ...(endpoint?.prerender === true && { prerender: () => staticAnswers(app, endpoint) }),
  };
}

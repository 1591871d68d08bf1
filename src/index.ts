import "./supported.ts";

export { waitUntil } from "./lifecycle/background.ts";
export { ApiError, RouteError } from "./error.ts";
export { clientAddress } from "./http/client.ts";
export { createFetch } from "./app/fetch.ts";
export { createHandler } from "./app/handler.ts";
export { createServer } from "./app/server.ts";

export type { Options, RouteModule } from "./app/options.ts";
export type { RequestTrace, RouteTrace } from "./observe/channels.ts";
export type { ApiErrorCode, RouteErrorCode } from "./error.ts";
export type { ApiFetch } from "./app/fetch.ts";
export type { ApiHandler } from "./app/handler.ts";
export type { HealthOptions } from "./lifecycle/health.ts";
export type { TrustProxy } from "./http/client.ts";
export type { ErrorContext, ErrorHandler } from "./pipeline/failure.ts";
export type { RequestIdOptions } from "./observe/request-id.ts";
export type { FailedRequest, FailedRoute, OnRequestError } from "./conventions/index.ts";
export type { AccessEntry } from "./observe/access-line.ts";
export type { AccessLogger } from "./observe/access-log.ts";
export type { Logger } from "./observe/logger.ts";
export type { ApiServer, ServerOptions } from "./app/server.ts";
export type { ShutdownCall, ShutdownReport } from "./lifecycle/shutdown.ts";
export type {
  NextApiHandler,
  NextApiRequest,
  NextApiResponse,
  PageConfig,
  PreviewData,
} from "./stand-ins/next/api.ts";

export { ApiError, RouteError } from "./error.ts";
export { createHandler, createServer } from "./server.ts";

export type { Options, RouteModule } from "./app.ts";
export type { PageConfig } from "./conventions/pages-api/config.ts";
export type { ApiErrorCode, RouteErrorCode } from "./error.ts";
export type { ErrorContext, ErrorHandler } from "./http/failure.ts";
export type { Logger } from "./logger.ts";
export type { ApiHandler, ApiServer, ServerOptions } from "./server.ts";
export type { NextApiHandler, NextApiRequest, NextApiResponse, PreviewData } from "./next/api.ts";

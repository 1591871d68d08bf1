import type { IncomingMessage, ServerResponse } from "node:http";
import { NodeRequest } from "srvx/node";

/** Makes a web Request of Node's own request. Its headers, URL and body are made when they are first read. */
export function toRequest(req: IncomingMessage, res: ServerResponse): Request {
  return new NodeRequest({ req, res });
}

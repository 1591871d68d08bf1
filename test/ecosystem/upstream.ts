import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

/** What the upstream has been asked. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** What Supabase gives for a refresh token. */
const SESSION = {
  access_token: "new",
  refresh_token: "r2",
  token_type: "bearer",
  expires_in: 3600,
  user: { id: "1" },
};

const asked: Asked[] = [];
const waiting: (() => void)[] = [];

/** The remote side of proxies and services, on this host: it tells what it was asked, now and later. */
export function createUpstream(): Server {
  return createServer((req, res) => void answer(req, res));
}

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { method = "", url = "", headers } = req;
  const { pathname } = new URL(url, "http://upstream");
  if (pathname === "/asked") return void res.end(JSON.stringify(asked));
  if (pathname === "/open") {
    for (const go of waiting.splice(0)) go();
    return void res.end();
  }
  const body = await text(req);
  if (pathname.endsWith("/slow")) {
    res.writeHead(200, { "Content-Type": "text/event-stream" });
    res.write("data: first\n\n");
    await new Promise<void>((resolve) => waiting.push(resolve));
    return void res.end("data: last\n\n");
  }
  const request: Asked = { method, url, headers, body };
  asked.push(request);
  res.writeHead(pathname.endsWith("/teapot") ? 418 : 200, {
    "Content-Type": "application/json",
    "X-Up": "stream",
  });
  res.end(JSON.stringify(pathname.endsWith("/auth/v1/token") ? SESSION : { ok: true, ...request }));
}

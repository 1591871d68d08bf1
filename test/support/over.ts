import { once } from "node:events";
import { request, type IncomingMessage, type Server } from "node:http";
import { connect, type IncomingHttpHeaders } from "node:http2";
import { request as requestSecurely } from "node:https";
import { text } from "node:stream/consumers";
import { TLS } from "./mounts.ts";
import { portOf } from "./wire.ts";

export interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | undefined;
}

export interface Got {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
}

/** Sends a request over a protocol, and gives the whole answer. */
export type Over = (server: Server, sent: Sent) => Promise<Got>;

export const overHttp: Over = (server, { path, body, ...options }) =>
  finish(request({ ...options, path, host: "127.0.0.1", port: portOf(server), agent: false }), body);

export const overHttps: Over = (server, { path, body, ...options }) => {
  const target = { path, host: "127.0.0.1", port: portOf(server), agent: false, ca: TLS.cert };
  return finish(requestSecurely({ ...options, ...target }), body);
};

async function finish(sent: ReturnType<typeof request>, body: Sent["body"]): Promise<Got> {
  sent.end(body);
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  return { status: answer.statusCode!, headers: answer.headers, text: await text(answer) };
}

export const overHttp2: Over = async (server, { method = "GET", path, headers, body }) => {
  const session = connect(`http://127.0.0.1:${portOf(server)}`);
  try {
    const sent = session.request(
      { ":method": method, ":path": path, ...headers },
      { endStream: body === undefined },
    );
    if (body !== undefined) sent.end(body);
    const [answer] = (await once(sent, "response")) as [IncomingHttpHeaders];
    return { status: Number(answer[":status"]), headers: answer, text: await text(sent) };
  } finally {
    session.destroy();
  }
};

/** The protocol that a host speaks. */
export function protocolOf({ name }: { readonly name: string }): Over {
  if (name === "node:http2") return overHttp2;
  return name === "node:https" ? overHttps : overHttp;
}

/** Asks by a whole URL; the certificate of the fixtures is trusted. */
export function askUrl(url: string, { body, ...options }: Omit<Sent, "path">): Promise<Got> {
  const sent = url.startsWith("https:")
    ? requestSecurely(url, { ...options, agent: false, ca: TLS.cert })
    : request(url, { ...options, agent: false });
  return finish(sent, body);
}

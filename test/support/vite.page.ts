import { once } from "node:events";
import { request as httpRequest } from "node:http";
import type { Socket } from "node:net";
import type { HotPayload } from "vite";
import { onTestFinished } from "vitest";
import type { Served } from "./vite.ts";

/** What Vite sends to an open page. */
export interface Page {
  /** The next message that fits; those before it are passed over. */
  next(fits: (message: HotPayload) => boolean): Promise<HotPayload>;
}

/** Listens as Vite's client in a page does. */
export async function openPage({ url }: Served): Promise<Page> {
  const client = await (await fetch(`${url}/@vite/client`)).text();
  const [, token] = /wsToken = "([^"]+)"/.exec(client)!;
  const request = httpRequest(`${url}/?token=${token}`, {
    headers: {
      Connection: "Upgrade",
      Upgrade: "websocket",
      Origin: url,
      "Sec-WebSocket-Key": Buffer.alloc(16, 1).toString("base64"),
      "Sec-WebSocket-Version": "13",
      "Sec-WebSocket-Protocol": "vite-hmr",
    },
  }).end();
  const [, socket, head] = (await once(request, "upgrade")) as [unknown, Socket, Buffer];
  onTestFinished(() => void socket.destroy());
  const messages: HotPayload[] = [];
  const waiting = new Set<() => void>();
  let rest = head;
  const read = (chunk: Buffer): void => {
    rest = Buffer.concat([rest, chunk]);
    for (let frame = frameIn(rest); frame !== undefined; frame = frameIn(rest)) {
      rest = rest.subarray(frame.end);
      messages.push(JSON.parse(frame.text) as HotPayload);
    }
    for (const look of waiting) look();
  };
  socket.on("data", read);
  read(Buffer.alloc(0));
  return {
    next: (fits) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`not sent; but: ${JSON.stringify(messages)}`)),
          60_000,
        );
        const look = (): void => {
          const at = messages.findIndex(fits);
          if (at < 0) return;
          const [message] = messages.splice(0, at + 1).slice(-1);
          clearTimeout(timer);
          waiting.delete(look);
          resolve(message!);
        };
        waiting.add(look);
        look();
      }),
  };
}

/** A text frame of a server: unmasked, in one piece (RFC 6455 section 5.2). */
function frameIn(bytes: Buffer): { text: string; end: number } | undefined {
  if (bytes.length < 2) return undefined;
  const short = bytes[1]! & 0x7f;
  const start = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < start) return undefined;
  const length =
    short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (bytes.length < start + length) return undefined;
  return { text: bytes.toString("utf8", start, start + length), end: start + length };
}

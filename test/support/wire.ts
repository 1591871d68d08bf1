import { once } from "node:events";
import { type IncomingHttpHeaders, request, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { onTestFinished } from "vitest";

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent with its Content-Length; a list is sent in chunks. */
  readonly body?: string | Buffer | readonly (string | Buffer)[] | undefined;
}

export interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Asks for a target byte for byte; supertest would resolve its dot segments, slashes and escapes first. */
export async function ask(server: Server, target: string, asked: Asked = {}): Promise<Answer> {
  const { body, ...options } = asked;
  const sent = request({ ...options, host: "127.0.0.1", port: portOf(server), path: target, agent: false });
  if (typeof body === "string" || Buffer.isBuffer(body))
    sent.setHeader("Content-Length", Buffer.byteLength(body));
  else if (body !== undefined) sent.setHeader("Transfer-Encoding", "chunked");
  for (const part of [body ?? []].flat()) sent.write(part);
  sent.end();
  const [answer] = (await once(sent, "response")) as Parameters<NonNullable<Parameters<typeof request>[2]>>;
  const chunks = await answer.setEncoding("utf8").toArray();
  return {
    status: answer.statusCode!,
    statusText: answer.statusMessage!,
    headers: answer.headers,
    body: chunks.join(""),
  };
}

/** Sends bytes as they are, and gives all that comes back until the server closes the connection. */
export async function exchange(server: Server, bytes: string | Buffer): Promise<string> {
  const socket = connect(portOf(server), "127.0.0.1");
  socket.write(bytes);
  const chunks = await socket.setEncoding("latin1").toArray();
  return chunks.join("");
}

/** Takes apart what came over a connection: answers with a Content-Length or in chunks, and interim ones. */
export function answersOf(wire: string): Pick<Answer, "status" | "statusText" | "body">[] {
  const answers: Pick<Answer, "status" | "statusText" | "body">[] = [];
  for (let rest = wire; rest !== "";) {
    const head = /^HTTP\/1\.1 (\d+) (.*)\r\n(?:.+\r\n)*\r\n/.exec(rest);
    if (head === null) throw new Error(`not an answer: ${rest}`);
    const after = rest.slice(head[0].length);
    const length = Number(/^content-length: (\d+)\r$/im.exec(head[0])?.[1] ?? 0);
    const isChunked = /^transfer-encoding: chunked\r$/im.test(head[0]);
    const [body, next] = isChunked ? joinChunks(after) : [after.slice(0, length), after.slice(length)];
    answers.push({ status: Number(head[1]), statusText: head[2]!, body });
    rest = next;
  }
  return answers;
}

/** The body that chunks have, and what comes behind it. */
function joinChunks(text: string): [body: string, rest: string] {
  let body = "";
  for (let rest = text; ;) {
    const [line = "", size = ""] = /^([0-9a-f]+)\r\n/i.exec(rest) ?? [];
    if (line === "") throw new Error(`not a chunk: ${rest}`);
    const end = line.length + Number.parseInt(size, 16);
    body += rest.slice(line.length, end);
    rest = rest.slice(end + "\r\n".length);
    if (end === line.length) return [body, rest];
  }
}

/** A connection that is closed with the test that opened it. */
export function open(server: Server): Socket {
  const socket = connect(portOf(server), "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  return socket;
}

/** The next bytes that come over a connection. */
export async function nextData(socket: Socket): Promise<string> {
  const arrived = once(socket, "data") as Promise<[Buffer]>;
  socket.resume();
  const [data] = await arrived;
  return data.toString("latin1");
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

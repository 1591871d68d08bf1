import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { get, post, untilClosed, untilSeen } from "./client.ts";
import { MALFORMED } from "./malformed.ts";
import { oneOf, random, type Scenario, verdict } from "./scenario.ts";
import { DOWNLOAD_BYTES } from "./server.ts";

const JSON_TYPE = "Content-Type: application/json";
const HALF = Buffer.alloc(500_000, " ");

/** The stages at which a client may vanish: what it has sent, and what it waits for before it goes. */
const STAGES: readonly (readonly [
  stage: string,
  bytes: string | readonly (string | Buffer)[],
  seen?: string,
])[] = [
  ["connected", ""],
  ["in the request line", "GET /api/js"],
  ["in the headers", "GET /api/json HTTP/1.1\r\nHost: soak\r\nAccept"],
  ["before the body", post("/api/echo", `${JSON_TYPE}\r\nContent-Length: 1000000`)],
  ["in the body", [post("/api/echo", `${JSON_TYPE}\r\nContent-Length: 1000000`), HALF]],
  [
    "in a chunk",
    [post("/api/echo", `${JSON_TYPE}\r\nTransfer-Encoding: chunked`), "ffff\r\n", HALF.subarray(0, 999)],
  ],
  ["in a body that the route reads", [post("/api/raw", "Content-Length: 1000000"), HALF]],
  ["while the route works", get("/api/signal?ms=10000")],
  ["in the answer", get("/api/stream?chunks=300"), "stream of text"],
  ["in a compressed answer", get("/api/large?stream", "Accept-Encoding: gzip"), "HTTP/1.1 200"],
  [
    "between pipelined answers",
    [get("/api/json?1"), get("/api/signal?ms=10000"), get("/api/json?2")],
    "HTTP/1.1 200",
  ],
  ["after the answer", get("/api/json"), "ok"],
];

const WAYS: Readonly<Record<string, string>> = {
  throw: "500",
  reject: "500",
  text: "500",
  late: "cut",
  ended: "200",
  timer: "200",
  floating: "200",
  pipe: "500",
  broken: "cut",
  twice: "200",
};

/** What a network, a bad client or a bad route does. */
export const FAULTS: readonly Scenario[] = [
  {
    name: "over the limit",
    clients: 1,
    pause: 300,
    expected: ["413"],
    async run(client) {
      const body = oneOf([Buffer.alloc(1_200_000, "a"), [HALF, HALF, HALF]]);
      const { status } = await client.ask("/api/echo", { method: "POST", body });
      return String(status);
    },
  },
  {
    name: "clients that vanish",
    clients: 6,
    pause: 20,
    expected: ["left"],
    async run(client) {
      const [, bytes, seen] = oneOf(STAGES);
      return client.connected(async (socket) => {
        for (const part of [bytes].flat()) socket.write(part);
        if (seen !== undefined) await untilSeen(socket, seen);
        else await sleep(random(30));
        leave(socket);
        return "left";
      });
    },
  },
  {
    name: "downloads that are aborted",
    clients: 1,
    pause: 50,
    expected: ["left", "200"],
    async run(client) {
      const path = oneOf(["/api/download", "/api/download?send", "/api/download?pipeline"]);
      if (random(10) === 0) {
        const { status, body } = await client.ask(path);
        return verdict(status, body.length === DOWNLOAD_BYTES);
      }
      return client.connected(async (socket) => {
        // Some ask for more behind it, which never gets its turn.
        socket.write(get(path).repeat(1 + random(3)));
        await untilSeen(socket, "HTTP/1.1 200");
        leave(socket);
        return "left";
      });
    },
  },
  {
    name: "SSE clients that come and go",
    clients: 4,
    pause: 20,
    expected: ["three events"],
    run: (client) =>
      client.connected(async (socket) => {
        socket.write(get("/api/events", "Accept-Encoding: gzip, br"));
        const text = await untilSeen(socket, "data: 3");
        leave(socket);
        return text.includes("data: 1\n\n") ? "three events" : "no events";
      }),
  },
  {
    name: "slow to send",
    clients: 3,
    pause: 20,
    expected: ["200"],
    run: (client) =>
      client.connected(async (socket) => {
        const body = '{"slow":true}';
        const bytes =
          post("/api/echo", `${JSON_TYPE}\r\nConnection: close\r\nContent-Length: ${body.length}`) + body;
        const answer = untilClosed(socket);
        for (let at = 0; at < bytes.length; at += 20) {
          socket.write(bytes.slice(at, at + 20));
          await sleep(random(20));
        }
        return endingOf(await answer);
      }),
  },
  {
    name: "slow to read",
    clients: 2,
    pause: 20,
    expected: ["200"],
    async run(client) {
      const { status, body } = await client.ask("/api/stream?chunks=100", { pause: 5 });
      return verdict(status, body.length === 100 * 16 * 1024);
    },
  },
  {
    name: "malformed requests",
    clients: 2,
    pause: 20,
    expected: ["400", "404", "431", "closed"],
    run: (client) =>
      client.connected(async (socket) => {
        const answer = untilClosed(socket);
        socket.end(oneOf(MALFORMED));
        return endingOf(await answer);
      }),
  },
  {
    name: "routes that fail",
    clients: 3,
    pause: 20,
    expected: ["as its way is"],
    async run(client) {
      const [way, expected] = oneOf(Object.entries(WAYS));
      const ending = await client.ask(`/api/fail?way=${way}`).then(({ status }) => String(status), cutOf);
      return ending === expected ? "as its way is" : `${way}: ${ending}`;
    },
  },
  {
    name: "maxDuration",
    clients: 2,
    pause: 20,
    expected: ["504", "cut"],
    run: (client) =>
      client.ask(oneOf(["/api/slow", "/api/slow?begin"])).then(({ status }) => String(status), cutOf),
  },
];

/** Says good-bye, or does not. */
function leave(socket: Socket): void {
  if (random(2) === 0) socket.resetAndDestroy();
  else socket.destroy();
}

function endingOf(answer: string): string {
  return /^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? (answer === "" ? "closed" : "no answer");
}

/** An answer that breaks off is an ending, all else is a mistake. */
function cutOf(error: unknown): string {
  if ((error as NodeJS.ErrnoException).code === "ECONNRESET") return "cut";
  throw error;
}

import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { requestText } from "../support/client.ts";
import { ask, portOf } from "../support/wire.ts";
import { attacked } from "./attacked.ts";

const WANTED = 10_000;
/** Of a process, for what it has open beside the connections. */
const RESERVED = 500;
const AT_ONCE = 250;
/** For each connection. Node takes about 3 KB of heap, and 13 KB in all; once they are closed, nothing is to be left. */
const HEAP_BYTES = 16 * 1024;
const RESIDENT_BYTES = 48 * 1024;
const LEFT_BYTES = 512;
/** Of code that runs for the first time. */
const CODE_BYTES = 2 * 1024 * 1024;

/** Node raises its limit of open files to what the system allows; where that is less, so are the connections. */
function affordable(): number {
  const { userLimits } = process.report.getReport() as unknown as {
    userLimits?: { open_files: { soft: number | "unlimited" } };
  };
  const limit = userLimits?.open_files.soft ?? RESERVED * 2;
  return limit === "unlimited" ? WANTED : Math.min(WANTED, limit - RESERVED);
}

/** What a client sends before it falls silent: nothing, half a header, a request whose connection is kept. */
const BEGINNINGS = ["", "GET /api/ok HTTP/1.1\r\nHost: a", requestText({ path: "/api/ok" })];

it("10,000 idle connections take little memory, and requests are answered beside them", async ({
  annotate,
}) => {
  const count = affordable();
  if (count < WANTED) await annotate(`The system allows ${count} connections.`);
  const { server, health, rest } = await attacked({ headersTimeout: 300_000 });
  const port = portOf(server);
  const sockets: Socket[] = [];
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });

  async function idle(index: number): Promise<void> {
    const beginning = BEGINNINGS[index % BEGINNINGS.length]!;
    const socket = connect(port, "127.0.0.1");
    sockets.push(socket);
    await once(socket, "connect");
    if (beginning === "") return;
    socket.write(beginning);
    if (beginning.endsWith("\r\n\r\n")) await once(socket, "data");
  }

  await ask(server, "/api/ok");
  const before = await health();
  for (let done = 0; done < count; done += AT_ONCE) {
    const indexes = Array.from({ length: Math.min(AT_ONCE, count - done) }, (_, index) => done + index);
    await Promise.all(indexes.map(idle));
  }
  expect(await ask(server, "/api/ok")).toMatchObject({ status: 200, body: "ok" });
  const during = await health();

  expect(during.connections).toBeGreaterThanOrEqual(count);
  expect(during.heapUsed - before.heapUsed).toBeLessThan(HEAP_BYTES * count + CODE_BYTES);
  expect(during.rss - before.rss).toBeLessThan(RESIDENT_BYTES * count + CODE_BYTES);

  for (const socket of sockets) socket.destroy();
  const after = await rest();
  expect(after.escaped).toEqual([]);
  expect(after.heapUsed - before.heapUsed).toBeLessThan(LEFT_BYTES * count + CODE_BYTES);
});

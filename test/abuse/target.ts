/** A server under attack, in a process of its own; `attacked.ts` starts it, and asks it how it is. */
import { once } from "node:events";
import { PassThrough, Readable } from "node:stream";
import type { AddressInfo } from "node:net";
import { createServer, type RouteModule, type ServerOptions } from "../../src/index.ts";

/** What the process says of itself, its garbage collected. */
export interface Health {
  readonly heapUsed: number;
  readonly rss: number;
  readonly connections: number;
  /** Calls of routes whose response has not been closed yet. */
  readonly running: number;
  /** What came to the process as an uncaught exception or an unhandled rejection. */
  readonly escaped: readonly string[];
  /** Messages of what the server has logged as errors, each once. */
  readonly logged: readonly string[];
}

type Handler = RouteModule["default"];

const escaped: string[] = [];
const logged = new Set<string>();
let running = 0;

process.on("uncaughtException", (error) => void escaped.push(`exception: ${String(error)}`));
process.on("unhandledRejection", (error) => void escaped.push(`rejection: ${String(error)}`));

const handlers: Record<string, Handler> = {
  ok: (_req, res) => res.send("ok"),
  echo: (req, res) => res.json(req.body),
  type: (req, res) => res.send(typeof req.body),
  raw: async (req, res) => {
    let length = 0;
    for await (const chunk of req) length += (chunk as Buffer).length;
    res.json(length);
  },
  large: (_req, res) => res.send(Buffer.alloc(1024 * 1024)),
  never: () => {},
  stream: (_req, res) => {
    res.write("first");
  },
  twice: (_req, res) => {
    res.end("one");
    res.end("two");
    res.json({ three: 3 });
  },
  late: (_req, res) => {
    res.send("sent");
    setImmediate(() => {
      res.write("late");
      res.setHeader("X-Late", "1");
      res.end("later");
    });
  },
  throws: (_req, res) => {
    res.write("part");
    throw new Error("thrown late");
  },
  rejects: async (_req, res) => {
    res.send("sent");
    await new Promise(setImmediate);
    throw new Error("rejected late");
  },
  broken: (_req, res) => {
    const source = new PassThrough();
    source.pipe(res);
    source.write("part");
    setImmediate(() => source.destroy(new Error("broken stream")));
  },
  unopened: (_req, res) =>
    void new Readable({ construct: (done) => done(new Error("unopened stream")) }).pipe(res),
  endless: (_req, res) =>
    res.send(
      new Readable({
        read() {
          this.push(Buffer.alloc(64 * 1024));
        },
      }),
    ),
};

function counted(handler: Handler): Handler {
  return (req, res) => {
    running += 1;
    res.once("close", () => (running -= 1));
    return handler(req, res);
  };
}

const names = Object.keys(handlers);
const routes = Object.fromEntries(
  names.map((name) => {
    const config = { api: { bodyParser: name === "raw" ? (false as const) : { sizeLimit: "1mb" } } };
    return [`/api/${name}`, { default: counted(handlers[name]!), config }];
  }),
);
const server = createServer({
  dev: false,
  surviveUncaught: false,
  logger: { error: (error) => void logged.add(messageOf(error)), warn: () => {} },
  ...(JSON.parse(process.argv[2] ?? "{}") as ServerOptions),
  routes,
});

process.on("message", () => void health().then((told) => process.send!(told)));
server.listen(0, "127.0.0.1", () => void process.send!((server.address() as AddressInfo).port));
await once(process, "disconnect");
process.exit();

async function health(): Promise<Health> {
  const connections = await new Promise<number>((resolve) =>
    server.getConnections((_error, count) => resolve(count)),
  );
  for (let count = 0; count < 3; count += 1) {
    global.gc!();
    await new Promise(setImmediate);
  }
  const { heapUsed, rss } = process.memoryUsage();
  return { heapUsed, rss, connections, running, escaped, logged: [...logged] };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

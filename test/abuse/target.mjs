/** A server under attack, as it is shipped, in a process of its own; `attacked.ts` starts it, and asks it how it is. */
import { once } from "node:events";
import { PassThrough, Readable } from "node:stream";
import { createServer } from "../../dist/index.js";

const escaped = [];
const logged = new Set();
let running = 0;

process.on("uncaughtException", (error) => void escaped.push(`exception: ${String(error)}`));
process.on("unhandledRejection", (error) => void escaped.push(`rejection: ${String(error)}`));

const handlers = {
  ok: (_req, res) => res.send("ok"),
  echo: (req, res) => res.json(req.body),
  type: (req, res) => res.send(typeof req.body),
  raw: async (req, res) => {
    let length = 0;
    for await (const chunk of req) length += chunk.length;
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

function counted(handler) {
  return (req, res) => {
    running += 1;
    res.once("close", () => (running -= 1));
    return handler(req, res);
  };
}

const names = Object.keys(handlers);
const routes = Object.fromEntries(
  names.map((name) => {
    const config = { api: { bodyParser: name === "raw" ? false : { sizeLimit: "1mb" } } };
    return [`/api/${name}`, { default: counted(handlers[name]), config }];
  }),
);
const server = createServer({
  dev: false,
  surviveUncaught: false,
  logger: { error: (error) => void logged.add(messageOf(error)), warn: () => {} },
  ...JSON.parse(process.argv[2] ?? "{}"),
  routes,
});

process.on("message", (asked) => {
  if (asked === "health") return void health().then((told) => process.send(told));
  escaped.length = 0;
  logged.clear();
  process.send("forgotten");
});
server.listen(0, "127.0.0.1", () => void process.send(server.address().port));
await once(process, "disconnect");
process.exit();

async function health() {
  const connections = await new Promise((resolve) =>
    server.getConnections((_error, count) => resolve(count)),
  );
  for (let count = 0; count < 3; count += 1) {
    global.gc();
    await new Promise(setImmediate);
  }
  const { heapUsed, rss } = process.memoryUsage();
  return { heapUsed, rss, connections, running, escaped, logged: [...logged] };
}

function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

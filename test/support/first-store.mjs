// A program for firstStore.test.ts: a process in which nothing has an async context yet. Its argument names a case of
// CASES. It prints what the requests of the case have found, in their turn.
import { AsyncLocalStorage } from "node:async_hooks";
import { once } from "node:events";
import http from "node:http";
import net from "node:net";
import { createHandler, createServer } from "../../dist/index.js";

const storage = new AsyncLocalStorage();
const store = () => storage.getStore() ?? "none";

/** Enters a store after it has noted the one that was there. */
function enter(res) {
  const seen = store();
  storage.enterWith("left behind");
  res.end(`[${seen}]`);
}

const handlers = {
  plain: (_req, res) => void res.end("[plain]"),
  look: (_req, res) => void res.end(`[${store()}]`),
  enter: (_req, res) => enter(res),
  throws: (_req, res) => {
    enter(res);
    throw new Error("broken");
  },
  leaves: (req, res) => {
    const seen = store();
    req.on("data", () => storage.enterWith("left behind"));
    req.on("end", () => res.end(`[${seen}]`));
  },
  goesOn: async (req, res) => {
    storage.enterWith("own");
    for await (const _chunk of req);
    res.end(`[${store()}]`);
  },
  listens: (req, res) => {
    storage.enterWith("own");
    req.on("data", () => res.write(`[${store()}]`)).on("end", () => res.end());
  },
  forAMoment: (_req, res) => {
    storage.enterWith("left behind");
    storage.disable();
    res.end("[plain]");
  },
  meanwhile: (_req, res) => storage.run("another's", () => setImmediate(() => res.end(`[${store()}]`))),
};

const routes = Object.entries(handlers).map(([name, handler]) => [
  `/api/${name}`,
  { default: handler, config: { api: { bodyParser: false } } },
]);
const [name, handler, host] = process.argv.slice(2);
const options = { dev: false, routes: Object.fromEntries(routes), logger: { error() {}, warn() {} } };
const server = host === "mounted" ? http.createServer(createHandler(options)) : createServer(options);
await once(server.listen(0, "127.0.0.1"), "listening");

function get(name) {
  return `GET /api/${name} HTTP/1.1\r\nHost: a.test\r\n\r\n`;
}

function post(name, body = "body") {
  return `POST /api/${name} HTTP/1.1\r\nHost: a.test\r\nContent-Length: 4\r\n\r\n${body}`;
}

async function connect() {
  const socket = net.connect(server.address().port, "127.0.0.1").setEncoding("latin1");
  await once(socket, "connect");
  let wire = "";
  const seen = () => [...wire.matchAll(/\[([^\]]*)\]/g)].map(([, found]) => found);
  socket.on("data", (text) => (wire += text));
  return {
    socket,
    seen,
    /** Sends what may be several requests, and waits until there are as many answers in all. */
    async ask(text, count = seen().length + 1) {
      socket.write(text);
      while (seen().length < count) await once(socket, "data");
    },
  };
}

const CASES = {
  async oneAfterTheOther(name) {
    const { ask, seen } = await connect();
    const request = name === "leaves" || name === "goesOn" || name === "listens" ? post(name) : get(name);
    for (const _turn of [1, 2, 3]) await ask(request);
    return seen();
  },
  async pipelined(name) {
    const { ask, seen } = await connect();
    await ask(get(name) + get("look") + get(name), 3);
    return seen();
  },
  /** The body comes when another request has entered the first store. */
  async bodyLater(name) {
    const [slow, other] = [await connect(), await connect()];
    slow.socket.write(post(name, ""));
    await other.ask(get("enter"));
    await slow.ask("body");
    await slow.ask(get("look"));
    return slow.seen();
  },
  /** The body comes in a turn of its own, and a listener of it enters the first store. */
  async bodyAlone(name) {
    const { socket, ask, seen } = await connect();
    const begun = once(server, "request");
    socket.write(post(name, ""));
    await begun;
    await ask("body");
    await ask(get("look"));
    return seen();
  },
  async enteredForAMoment() {
    const [first, other] = [await connect(), await connect()];
    await first.ask(get("forAMoment"));
    await other.ask(get("meanwhile"));
    await first.ask(get("look"));
    return [...first.seen(), ...other.seen()];
  },
};

process.stdout.write(JSON.stringify(await CASES[name](handler)), () => process.exit());

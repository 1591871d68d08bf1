import { AsyncLocalStorage } from "node:async_hooks";
import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { createHandler } from "../../src/index.ts";
import { open, requestText } from "../support/client.ts";
import { type Handler, type Host, hosts, listen, serve } from "../support/hosts.ts";

const storage = new AsyncLocalStorage<string>();

/** Asks three times over one connection, one request after the other, and gives what their handlers have found. */
async function seenBy(handler: Handler, host: Host, request = requestText()): Promise<unknown[]> {
  const { server } = await serve(host, { default: handler, config: { api: { bodyParser: false } } });
  const { socket, until } = await open(server, request);
  let wire = await until("]");
  for (const count of [2, 3]) {
    socket.write(request);
    wire = await until(new RegExp(`(?:\\][^\\]]*){${count}}`));
  }
  return storesOf(wire);
}

function storesOf(wire: string): unknown[] {
  return [...wire.matchAll(/\[([^\]]*)\]/g)].map(([, seen]) => seen);
}

const store = (): string => `[${storage.getStore() ?? "none"}]`;

const LEAVING: [name: string, handler: Handler][] = [
  [
    "at once",
    (_req, res) => {
      const seen = store();
      storage.enterWith("left behind");
      res.end(seen);
    },
  ],
  [
    "in an async function, before it waits",
    async (_req, res) => {
      const seen = store();
      storage.enterWith("left behind");
      await Promise.resolve();
      res.end(seen);
    },
  ],
  [
    "after it has waited",
    async (_req, res) => {
      const seen = store();
      await new Promise(setImmediate);
      storage.enterWith("left behind");
      res.end(seen);
    },
  ],
  [
    "and throws",
    (_req, res) => {
      res.end(store());
      storage.enterWith("left behind");
      throw new Error("broken");
    },
  ],
  [
    "where the answer is out",
    (_req, res) => {
      res.on("finish", () => storage.enterWith("left behind"));
      res.end(store());
    },
  ],
];

describe.each(hosts)("a store that a handler leaves behind in $name", (host) => {
  it.each(LEAVING)("%s is not seen by the next request of the connection", async (_name, handler) => {
    expect(await seenBy(handler, host)).toEqual(["none", "none", "none"]);
  });

  it.each(["data", "end"])("in a listener of the body's %s is not seen by the next one", async (event) => {
    const post = `POST /api/test HTTP/1.1\r\nHost: a.test\r\nContent-Length: 4\r\n\r\nbody`;
    const handler: Handler = (req, res) => {
      const seen = store();
      req.on(event, () => storage.enterWith("left behind"));
      req.on("end", () => res.end(seen)).resume();
    };
    expect(await seenBy(handler, host, post)).toEqual(["none", "none", "none"]);
  });

  it("is not seen by a request that is pipelined behind it", async () => {
    const { server } = await serve(host, LEAVING[0]![1]);
    const last = requestText({ headers: { Connection: "close" } });
    const connection = await open(server, requestText() + requestText() + last);
    expect(storesOf(await connection.end())).toEqual(["none", "none", "none"]);
  });

  it("is seen by what follows in the handler itself", async () => {
    const handler: Handler = async (req, res) => {
      storage.enterWith("own");
      for await (const _chunk of req);
      res.end(store());
    };
    const post = `POST /api/test HTTP/1.1\r\nHost: a.test\r\nContent-Length: 4\r\n\r\nbody`;
    expect(await seenBy(handler, host, post)).toEqual(["own", "own", "own"]);
  });
});

it("a mounted handler begins with the store of its host", async () => {
  const handler = createHandler({ routes: { "/api/test": (_req, res) => void res.end(store()) } });
  const server = await listen(createServer((req, res) => storage.run("the host's", () => handler(req, res))));
  const connection = await open(server, requestText({ headers: { Connection: "close" } }));
  expect(await connection.end()).toContain("[the host's]");
});

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, describe, it, onTestFinished } from "vitest";
import { createServer } from "../../src/index.ts";
import { echoRoutes } from "../support/echo.ts";
import { onEnd, shared } from "../support/lifetime.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const INDEX = new URL("../../dist/index.js", import.meta.url).href;

/** A server that tells its port, then all that its logger is told. */
const SCRIPT = `
import { createServer } from ${JSON.stringify(INDEX)};

const say = (kind) => (error) => console.log(kind + ": " + (error?.message ?? error));
const routes = {
  "/api/alive": (req, res) => res.send("alive"),
  "/api/reject": (req, res) => {
    void Promise.reject(new Error("nobody awaits"));
    res.send("sent");
  },
  "/api/throw": (req, res) => {
    setTimeout(() => { throw new Error("in a timer"); });
    res.send("sent");
  },
  "/api/odd": (req, res) => {
    void Promise.reject(undefined);
    res.send("sent");
  },
  "/api/close": (req, res) => {
    res.send("sent");
    server.close(() => setTimeout(() => { throw new Error("after close"); }));
  },
};
const options = { routes, logger: { error: say("error"), warn: say("warning") } };
`;

const LISTEN = `server.listen(0, "127.0.0.1", () => console.log("port " + server.address().port));`;

interface Child {
  get(path: string): Promise<string>;
  /** The next line that it says. */
  line(): Promise<string | undefined>;
  exited: Promise<unknown[]>;
}

describe.each(["", "surviveUncaught: true"])("a server with %j", (option) => {
  const served = shared(() => run(`const server = createServer({ ...options, ${option} });\n${LISTEN}`));

  it.each([
    ["a promise that nobody awaits and that rejects", "/api/reject", "error: nobody awaits"],
    ["an error thrown in a timer", "/api/throw", "error: in a timer"],
    ["a rejection with nothing", "/api/odd", "error: undefined"],
  ])("logs %s, and goes on", async (_what, path, line) => {
    const child = served();
    expect(await child.get(path)).toBe("sent");
    expect(await child.line()).toBe(line);
    expect(await child.get("/api/alive")).toBe("alive");
  });
});

describe("a server with surviveUncaught: false", () => {
  it.each(["/api/reject", "/api/throw"])("ends the process, as Node does (%s)", async (path) => {
    const child = await run(
      `const server = createServer({ ...options, surviveUncaught: false });\n${LISTEN}`,
    );

    await child.get(path);

    expect((await child.exited)[0]).toBe(1);
    expect(await child.line()).toBeUndefined();
  });
});

it("a process that was guarded dies of an error after the server is closed", async () => {
  const child = await run(`const server = createServer(options);\n${LISTEN}`);

  await child.get("/api/close");

  expect((await child.exited)[0]).toBe(1);
  expect(await child.line()).toBeUndefined();
});

it("listeners of the user's own are left alone, and nothing is logged beside them", async () => {
  const child = await run(`
    process.on("uncaughtException", say("theirs"));
    process.on("unhandledRejection", say("theirs"));
    const server = createServer(options);
    ${LISTEN}`);

  await child.get("/api/reject");
  expect(await child.line()).toBe("theirs: nobody awaits");
  await child.get("/api/throw");
  expect(await child.line()).toBe("theirs: in a timer");
  await child.get("/api/odd");
  expect(await child.line()).toBe("theirs: undefined");
});

it("an error is logged once where several servers share a logger", async () => {
  const child = await run(`
    createServer(options).listen(0, "127.0.0.1");
    const server = createServer(options);
    ${LISTEN}`);

  await child.get("/api/throw");
  expect(await child.line()).toBe("error: in a timer");
  await child.get("/api/reject");
  expect(await child.line()).toBe("error: nobody awaits");
});

describe("the process's listeners", () => {
  it("are there while a server listens, each once, and no longer", async () => {
    const before = count();
    const server = createServer({ routes: echoRoutes(["/api"]) });
    await server.ready();
    expect(count()).toBe(before);

    for (let times = 0; times < 3; times++) {
      await listen(server);
      expect(count()).toBe(before + 2);
      await close(server);
      expect(count()).toBe(before);
    }
  });

  it("stay while another server that shares the logger listens", async () => {
    const before = count();
    const first = createServer({ routes: {} });
    const second = createServer({ routes: {} });
    await listen(first);
    await listen(second);
    expect(count()).toBe(before + 2);

    await close(first);
    expect(count()).toBe(before + 2);

    await close(second);
    expect(count()).toBe(before);
  });

  it("are left as they were with surviveUncaught: false", async () => {
    const before = count();
    const server = createServer({ routes: {}, surviveUncaught: false });
    await listen(server);

    expect(count()).toBe(before);
  });
});

async function run(rest: string): Promise<Child> {
  const script = SCRIPT + rest;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  onEnd(() => void child.kill("SIGKILL"));
  const exited = once(child, "exit");
  let said = "";
  child.stderr.on("data", (data: Buffer) => (said += data.toString()));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const line = async (): Promise<string | undefined> => (await lines.next()).value as string | undefined;
  const port = /^port (\d+)$/.exec((await line()) ?? "")?.[1];
  if (port === undefined) throw new Error(`The server did not start: ${said}`);
  return { exited, line, get: async (path) => (await fetch(`http://127.0.0.1:${port}${path}`)).text() };
}

function count(): number {
  return process.listenerCount("uncaughtException") + process.listenerCount("unhandledRejection");
}

async function listen(server: ReturnType<typeof createServer>): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  // The guard is set up when the server is ready, which it may be a moment after it listens.
  await server.ready();
}

async function close(server: ReturnType<typeof createServer>): Promise<void> {
  await new Promise((resolve) => void server.close(resolve));
}

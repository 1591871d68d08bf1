import { afterEach, describe, expect, it, vi } from "vitest";
import { createServer } from "../../src/index.ts";
import { get } from "../support/client.ts";
import { bare, keepLog, owned, serve } from "../support/hosts.ts";
import { keepLines, type Line, logged, UUID } from "../support/lines.ts";

afterEach(() => vi.restoreAllMocks());

describe("the access log", () => {
  it("goes nowhere by default, and costs requests no id and no listener", async () => {
    const seen: unknown[] = [];
    const { server, log } = await serve(owned, (req, res) => {
      seen.push(Object.hasOwn(req, "id"), res.listenerCount("close"));
      res.end();
    });
    await get(server);
    expect(seen).toEqual([false, 0]);
    expect(log).toMatchObject({ errors: [], warnings: [] });
  });

  it("that fails does no harm to the answer, and is told of once for each request", async () => {
    const log = keepLog();
    const accessLog = {
      info: () => {
        throw new Error("disk full");
      },
    };
    const { server } = await serve(owned, (_req, res) => res.send("fine"), { accessLog, logger: log });
    expect((await get(server)).text).toBe("fine");
    await expect.poll(() => log.errors).toEqual([new Error("disk full")]);
  });

  it.each([() => {}, "json", {}])("that is %o is refused at once", (accessLog) => {
    expect(() => createServer({ accessLog: accessLog as never })).toThrow(
      "`accessLog` has no function `info`.",
    );
  });

  it("is JSON in production, in pino's form, with errors", async () => {
    const lines: string[] = [];
    vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      lines.push(...String(text).trimEnd().split("\n"));
      return true;
    });
    const server = await owned.start({
      accessLog: true,
      dev: false,
      surviveUncaught: false,
      routes: {
        "/api/test": (req, res) => {
          const { own } = req.query;
          if (own === undefined) return res.end();
          throw Object.assign(new RangeError("broken"), { own: own === "big" ? 1n : own });
        },
      },
    });
    await get(server);
    await get(server, { path: "/api/test?own=text" });
    await get(server, { path: "/api/test?own=big" });
    await expect.poll(() => lines).toHaveLength(5);
    const theirs = keepLines();
    theirs.logger.info({ a: 1 }, "text");
    const like = theirs.lines[0]!;
    const [first, error, second, unusual] = lines.map((line) => JSON.parse(line) as Line);
    expect(Object.keys(first!).slice(0, 4)).toEqual(Object.keys(like).slice(0, 4));
    expect(first).toMatchObject({ pid: like["pid"], hostname: like["hostname"], level: 30, status: 200 });
    expect(error).toMatchObject({
      level: 50,
      msg: "broken",
      reqId: second!["reqId"],
      err: { type: "RangeError", message: "broken", own: "text" },
    });
    expect(second).toMatchObject({ status: 500 });
    expect(unusual).toMatchObject({
      level: 50,
      msg: "broken",
      err: { own: "1n", stack: expect.stringContaining("RangeError: broken") },
    });
  });

  it("is text in development", async () => {
    const lines: string[] = [];
    vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      lines.push(...String(text).trimEnd().split("\n"));
      return true;
    });
    const { server } = await serve(owned, (_req, res) => res.end(), { accessLog: true, dev: true });
    await get(server);
    await expect.poll(() => lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^GET \/api\/test 200 in \d+ ms$/);
  });

  it("goes through the logger where that is pino", async () => {
    const { server, until } = await logged(owned, (_req, res) => res.end(), { accessLog: true });
    await get(server);
    expect((await until(1))[0]).toMatchObject({ status: 200, reqId: expect.stringMatching(UUID) });
  });

  it("takes errors too where it is a logger and no other is given", async () => {
    const { logger, until } = keepLines();
    const routes = {
      "/api/test": () => {
        throw new Error("broken");
      },
    };
    const server = await bare.start({ accessLog: logger, routes, dev: false });
    await get(server);
    expect(await until(2)).toMatchObject([{ level: 50, msg: "broken" }, { status: 500 }]);
  });
});

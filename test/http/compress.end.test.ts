import { describe, expect, it } from "vitest";
import { begin, gate, get, PATH } from "../support/client.ts";
import { answering, decoded, GZIP, TEXT } from "../support/decoded.ts";
import { type Handler, owned, serve } from "../support/hosts.ts";

type Response = Parameters<Handler>[1];

describe("a compressed answer", () => {
  it("shows writableEnded at once, though the encoder still runs, and finishes later", async () => {
    const seen: [string, boolean, boolean][] = [];
    const finished = gate();
    const { server } = await serve(owned, (_req, res) => {
      const look = (name: string): void => void seen.push([name, res.writableEnded, res.writableFinished]);
      res.setHeader("Content-Type", "text/plain");
      res.write(TEXT);
      look("written");
      res.on("finish", () => {
        look("finish");
        finished.open();
      });
      res.end();
      look("ended");
    });
    expect((await decoded(server)).text).toBe(TEXT);
    await finished.opened;
    expect(seen).toEqual([
      ["written", false, false],
      ["ended", true, false],
      ["finish", true, true],
    ]);
  });

  const LATE: [name: string, late: (res: Response) => unknown][] = [
    ["write", (res) => res.write("late")],
    ["end with a text", (res) => res.end("late")],
    ["send", (res) => res.send("late")],
    ["json", (res) => res.json({ late: true })],
  ];

  it.each(LATE)("is not disturbed by %s after the end, which is logged", async (_name, late) => {
    const { server, log } = await serve(owned, (_req, res) => {
      res.setHeader("Content-Type", "text/plain");
      res.write(TEXT);
      res.end(TEXT);
      late(res);
    });
    expect(await decoded(server)).toMatchObject({ coding: "gzip", text: TEXT + TEXT });
    expect(log.errors).toEqual([expect.objectContaining({ code: "ERR_STREAM_WRITE_AFTER_END" })]);
  });

  it("is not disturbed by an empty end after the end, which is nothing to log", async () => {
    const { server, log } = await serve(owned, (_req, res) => {
      res.setHeader("Content-Type", "text/plain");
      res.write(TEXT);
      res.end();
      res.end();
    });
    expect(await decoded(server)).toMatchObject({ coding: "gzip", text: TEXT });
    expect(log.errors).toEqual([]);
  });

  it("tells the callback of a late write and of a late end", async () => {
    const told: unknown[] = [];
    const { server } = await serve(owned, (_req, res) => {
      res.setHeader("Content-Type", "text/plain");
      res.write(TEXT);
      res.end();
      res.write("late", (error) => told.push(error));
      res.end(() => told.push("end"));
    });
    await decoded(server);
    await expect.poll(() => told.length).toBe(2);
    expect(told[0]).toMatchObject({ code: "ERR_STREAM_WRITE_AFTER_END" });
  });

  it("cuts the connection when the handler fails in the middle", async () => {
    const { server, log } = await serve(owned, (_req, res) => {
      res.setHeader("Content-Type", "text/plain");
      res.write(TEXT);
      throw new Error("broken");
    });
    await expect(decoded(server)).rejects.toThrow(/aborted|hang up/);
    expect(log.errors).toEqual([new Error("broken")]);
  });

  it("ends quietly when the client leaves in the middle", async () => {
    const closed = gate();
    const told: unknown[] = [];
    const { server, log } = await serve(owned, (_req, res) => {
      res.setHeader("Content-Type", "text/plain");
      res.write(TEXT);
      res.on("close", () => {
        res.write("late", (error) => told.push(error));
        res.end("later");
        closed.open();
      });
    });
    const answer = await begin(server, { headers: GZIP });
    answer.destroy();
    await closed.opened;
    expect((await get(server, { path: "/api/next" })).text).toBe("next");
    expect(told).toEqual([expect.objectContaining({ code: "ERR_STREAM_DESTROYED" })]);
    expect(log.errors).toEqual([]);
  });

  it("keeps the connection for the next request", async () => {
    const { server } = await serve(owned, answering({ "Content-Type": "text/plain" }));
    for (const path of [PATH, "/api/next", PATH]) {
      expect((await get(server, { path, headers: { ...GZIP, Connection: "keep-alive" } })).status).toBe(200);
    }
  });
});

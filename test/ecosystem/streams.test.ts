import { randomUUID } from "node:crypto";
import { describe, expect, inject, it } from "vitest";
import { asked, get, open, post, Reader } from "./client.ts";

const gzip = { "accept-encoding": "gzip" };

describe("ai", () => {
  it("pipes a text stream, each word as it is generated, under gzip", async () => {
    const gate = randomUUID();
    const response = await post("/api/ai/text", { prompt: "count", gate }, gzip);
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(response.headers.get("content-encoding")).toBe("gzip");
    const words = new Reader(response);
    expect(await words.until("one")).toBe("one ");
    await open(gate);
    expect(await words.until("two")).toBe("one two ");
    await open(gate);
    expect(await words.until("three")).toBe("one two three");
    expect(words.ended).toBe(false);
    await open(gate);
    expect(await words.rest()).toBe("one two three");
  });

  it("pipes a UI message stream, each event as it happens, to a client that takes gzip", async () => {
    const gate = randomUUID();
    const messages = [{ id: "1", role: "user", parts: [{ type: "text", text: "count" }] }];
    const response = await post("/api/ai/chat", { messages, gate }, gzip);
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(response.headers.get("x-vercel-ai-ui-message-stream")).toBe("v1");
    const events = new Reader(response);
    expect(await events.until('"delta":"one "')).not.toContain("two");
    await open(gate);
    expect(await events.until('"delta":"two "')).not.toContain("three");
    await open(gate);
    expect(await events.until('"delta":"three"')).not.toContain('"finish"');
    await open(gate);
    expect(await events.rest()).toMatch(/"type":"finish".*\n\ndata: \[DONE\]\n\n$/);
  });

  it("ends the stream of a client that went away, and serves on", async () => {
    const gate = randomUUID();
    const controller = new AbortController();
    const body = JSON.stringify({ prompt: "count", gate });
    const headers = { "content-type": "application/json" };
    const { signal } = controller;
    const response = await get("/api/ai/text", { method: "POST", headers, body, signal });
    await new Reader(response).until("one");
    controller.abort();
    for (let i = 0; i < 3; i += 1) await open(gate);
    expect((await get("/api/helmet")).status).toBe(200);
  });
});

for (const [name, path, prefix] of [
  ["http-proxy-middleware", "/api/http-proxy-middleware", ""],
  ["next-http-proxy-middleware", "/api/next-http-proxy-middleware", "/v1"],
] as const) {
  describe(name, () => {
    it("passes method, query and headers on, and the answer back", async () => {
      const response = await get(`${path}/teapot?a=b%20c&a=d`, {
        method: "PURGE",
        headers: { "x-mine": "yes" },
      });
      expect([response.status, response.headers.get("x-up")]).toEqual([418, "stream"]);
      const seen = (await response.json()) as any;
      expect(seen).toMatchObject({ method: "PURGE", headers: { "x-mine": "yes" } });
      expect(seen.url).toMatch(new RegExp(`^${prefix}/teapot\\?a=b(?:%20|\\+)c&a=d$`));
    });

    it("passes a body on", async () => {
      const id = randomUUID();
      const seen = (await (await post(`${path}/${id}`, { name: "Ada" })).json()) as any;
      expect(JSON.parse(seen.body)).toEqual({ name: "Ada" });
      expect(await asked(`${prefix}/${id}`)).toHaveLength(1);
    });

    it("passes events on as they happen", async () => {
      const response = await get(`${path}/slow`, { headers: gzip });
      const events = new Reader(response);
      expect(await events.until("first")).toBe("data: first\n\n");
      await fetch(`${inject("upstream")}/open`);
      expect(await events.rest()).toBe("data: first\n\ndata: last\n\n");
    });
  });
}

import { describe, expect, it } from "vitest";
import { get, open, requestText } from "../../support/client.ts";
import { hosts, serve } from "../../support/hosts.ts";

describe.each(hosts)("res.status in $name", (host) => {
  it("sets the status code and returns the response", async () => {
    let returned: unknown;
    let itself: unknown;
    const { server } = await serve(host, (_req, res) => {
      itself = res;
      returned = res.status(418);
      res.end("tea");
    });
    const answer = await get(server);
    expect(answer.status).toBe(418);
    expect(answer.text).toBe("tea");
    expect(returned).toBe(itself);
  });

  it.each<[code: unknown, status: number, statusText: string]>([
    [201, 201, "Created"],
    [299, 299, "unknown"],
    [404, 404, "Not Found"],
    [499, 499, "unknown"],
    [599, 599, "unknown"],
    [999, 999, "unknown"],
    ["201", 201, "Created"],
    [200.7, 200, "OK"],
  ])("takes %o as Node does", async (code, status, statusText) => {
    const { server, log } = await serve(host, (_req, res) => res.status(code as number).send("body"));
    const answer = await get(server);
    expect(answer).toMatchObject({ status, statusText, text: "body" });
    expect(answer.headers).toMatchObject({ etag: '"12jc540is014"', "content-length": "4" });
    expect(log.errors).toEqual([]);
  });

  const INVALID = [99, 1000, 0, -1, NaN, Infinity, undefined, null, "hello"];

  it.each(INVALID)("answers %o with a plain 500 whose body is whole", async (code) => {
    const { server, log } = await serve(host, (_req, res) => {
      res.setHeader("X-Kept", "1");
      res.status(code as number).send("body");
    });
    const connection = await open(server, requestText({ headers: { Connection: "close" } }));
    const wire = await connection.end();
    expect(wire).toMatch(/^HTTP\/1\.1 500 Internal Server Error\r\n/);
    expect(wire).toMatch(/\r\nContent-Length: 21\r\n/);
    expect(wire.slice(wire.indexOf("\r\n\r\n") + 4)).toBe("Internal Server Error");
    expect(wire).toMatch(/\r\nX-Kept: 1\r\n/);
    expect(wire).not.toMatch(/etag|content-type/i);
    expect(log.errors).toEqual([expect.objectContaining({ code: "ERR_HTTP_INVALID_STATUS_CODE" })]);
  });

  it.each(["json", "end"] as const)("answers an invalid code with a plain 500 by %s too", async (way) => {
    const { server } = await serve(host, (_req, res) => res.status(99)[way]("body"));
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 500, text: "Internal Server Error" });
    expect(answer.headers).not.toHaveProperty("content-type");
  });

  it("keeps a status message that the route set", async () => {
    const { server } = await serve(host, (_req, res) => {
      res.statusMessage = "Short And Stout";
      res.status(418).json({});
    });
    expect(await get(server)).toMatchObject({ status: 418, statusText: "Short And Stout", text: "{}" });
  });
});

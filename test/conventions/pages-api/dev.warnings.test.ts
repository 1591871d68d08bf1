import { describe, expect, it } from "vitest";
import { get } from "../../support/client.ts";
import { type Handler, hosts, serve } from "../../support/hosts.ts";
import { thenable } from "../../support/thenable.ts";

type Response_ = Parameters<Handler>[1];

const DEV = { dev: true };

function returned(type: string): string {
  return `API handler should not return a value, received ${type}. (/api/test)`;
}

describe.each(hosts)("in development, in $name", (host) => {
  const VALUES: [name: string, value: (res: Response_) => unknown, type: string][] = [
    ["null", () => null, "object"],
    ["an object", () => ({ a: 1 }), "object"],
    ["a string", () => "x", "string"],
    ["an empty string", () => "", "string"],
    ["zero", () => 0, "number"],
    ["false", () => false, "boolean"],
    ["a function", () => () => {}, "function"],
    ["a symbol", () => Symbol("s"), "symbol"],
    ["a promise of an object", async () => ({ a: 1 }), "object"],
    ["a thenable of a string", () => thenable((done) => done("x")), "string"],
  ];

  it.each(VALUES)("warns of a route that returns %s", async (_name, value, type) => {
    const { server, log } = await serve(
      host,
      (_req, res) => {
        res.end("sent");
        return value(res);
      },
      DEV,
    );
    expect(await get(server)).toMatchObject({ status: 200, text: "sent" });
    expect(log.warnings).toEqual([returned(type)]);
    expect(log.errors).toEqual([]);
  });

  it.each<[name: string, route: Handler]>([
    ["nothing", (_req, res) => void res.end("sent")],
    ["the response", (_req, res) => res.status(204).end()],
    ["what res.redirect returns", (_req, res) => res.redirect("/a")],
    ["a promise of the response", async (_req, res) => res.end("sent")],
    ["what res.json returns", (_req, res) => res.json({})],
    ["what res.send returns", (_req, res) => res.send("sent")],
    ["a promise of nothing", async (_req, res) => void res.end("sent")],
    ["a thenable of nothing", (_req, res) => (res.end(), thenable((done) => done()))],
  ])("does not warn of a route that returns %s", async (_name, route) => {
    const { server, log } = await serve(host, route, DEV);
    await get(server);
    expect(log.warnings).toEqual([]);
  });

  it.each(["itself", "by a promise"])("sends a returned Response with a warning: %s", async (how) => {
    const { server, log } = await serve(
      host,
      () => {
        const response = new Response("returned", { status: 201 });
        return how === "itself" ? response : Promise.resolve(response);
      },
      DEV,
    );
    expect(await get(server)).toMatchObject({ status: 201, text: "returned" });
    expect(log.warnings).toEqual([
      "API handler returned a Response object; it was sent, but Next would not do so (/api/test).",
    ]);
  });

  it("answers 500 for a thenable that rejects", async () => {
    const { server, log } = await serve(
      host,
      () => thenable((_, reject) => reject(new Error("broken"))),
      DEV,
    );
    expect((await get(server)).status).toBe(500);
    expect(log.errors).toEqual([expect.objectContaining({ message: "broken" })]);
  });

  const DROPPED =
    "A body was attempted to be set with a 204 statusCode for /api/test, this is invalid and the body was " +
    "ignored.\nSee more info here https://nextjs.org/docs/messages/invalid-api-status-body";

  it.each<[status: number, name: string, send: (res: Response_) => void, warns: boolean]>([
    [204, "send of a text", (res) => res.send("x"), true],
    [204, "send of an object", (res) => res.send({}), true],
    [204, "json", (res) => res.json({}), true],
    [204, "json of null", (res) => res.json(null), true],
    [304, "send of a text", (res) => res.send("x"), true],
    [304, "json", (res) => res.json({}), true],
    [204, "send of nothing", (res) => res.send(undefined), false],
    [204, "send of an empty text", (res) => res.send(""), false],
    [204, "send of zero", (res) => res.send(0), false],
    [204, "json of nothing", (res) => res.json(undefined), false],
    [204, "a bare end", (res) => void res.end(), false],
    [200, "send of a text", (res) => res.send("x"), false],
  ])("with status %i and %s", async (status, _name, send, warns) => {
    const { server, log } = await serve(host, (_req, res) => send(res.status(status)), DEV);
    expect((await get(server)).status).toBe(status);
    expect(log.warnings).toEqual(warns ? [DROPPED] : []);
  });

  it("warns of an answer that reaches the response limit, as production does", async () => {
    const config = { api: { responseLimit: 1 } };
    const { server, log } = await serve(host, { default: (_req, res) => res.send("x"), config }, DEV);
    await get(server);
    expect(log.warnings).toEqual([expect.stringMatching(/^API response for \/api\/test exceeds 1B\./)]);
  });

  it("still answers 500 for what a route throws, and logs it", async () => {
    const { server, log } = await serve(
      host,
      () => {
        throw new Error("broken");
      },
      DEV,
    );
    expect((await get(server)).status).toBe(500);
    expect(log.errors).toHaveLength(1);
    expect(log.warnings).toEqual([]);
  });
});

describe.each(hosts)("in production, in $name", (host) => {
  it.each<[name: string, route: Handler]>([
    ["a returned value", (_req, res) => res.status(200).end("sent")],
    ["a returned Response", () => new Response("returned")],
    ["a body with status 204", (_req, res) => res.status(204).send("x")],
  ])("says nothing of %s", async (_name, route) => {
    const { server, log } = await serve(host, route);
    await get(server);
    expect(log).toMatchObject({ warnings: [], errors: [] });
  });
});

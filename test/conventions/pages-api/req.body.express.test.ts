import express from "express";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { inExpressAfter } from "../../support/hosts.ts";
import { expectBody, echoBody, FORM_TYPE, expectSeen } from "../../support/post.ts";

describe("req.body that Express has parsed", () => {
  const mark: express.RequestHandler = (req, _res, next) => {
    if (typeof req.body === "object" && req.body !== null) Object.assign(req.body, { seen: true });
    else if (typeof req.body === "string") req.body += ", seen";
    next();
  };

  it.each<[name: string, parser: express.RequestHandler, type: string, sent: string, body: unknown]>([
    ["json", express.json(), "application/json", '{"a":1}', { a: 1, seen: true }],
    ["json", express.json(), "application/json", "", { seen: true }],
    [
      "urlencoded",
      express.urlencoded({ extended: true }),
      FORM_TYPE,
      "a[b]=1",
      { a: { b: "1" }, seen: true },
    ],
    ["text", express.text(), "text/plain", "text", "text, seen"],
  ])("by express.%s() is kept", async (_name, parser, type, sent, body) => {
    expect(await expectBody(inExpressAfter(parser, mark), [sent].filter(Boolean), type)).toEqual(body);
  });

  it("by express.raw() is kept", async () => {
    const host = inExpressAfter(express.raw({ type: "*/*" }));
    const body = await expectSeen(host, (req) => req.body as unknown, {
      sent: "{",
      type: "application/json",
    });
    expect(body).toEqual(Buffer.from("{"));
  });

  it.each<[type: string, sent: string, body: unknown]>([
    ["application/ld+json", "[1]", [1]],
    [FORM_TYPE, "a=1", { a: "1" }],
    ["text/plain", "text", "text"],
  ])("by express.json() is parsed here where it is %s", async (type, sent, body) => {
    expect(await expectBody(inExpressAfter(express.json()), sent, type)).toEqual(body);
  });

  it("by middleware that goes on before the stream has ended is kept", async () => {
    const host = inExpressAfter((req, _res, next) => {
      req.once("data", (chunk: Buffer) => {
        req.pause();
        req.body = `${chunk.toString()}, read`;
        next();
      });
    });
    expect(await expectBody(host, "sent", "text/plain")).toBe("sent, read");
  });

  it.each([undefined, {}, ""])("is parsed here where middleware left %j, and read nothing", async (left) => {
    const host = inExpressAfter((req, _res, next) => {
      req.body = left;
      next();
    });
    expect(await expectBody(host, "[1]", "application/json")).toEqual([1]);
  });

  it("is empty where nothing was sent", async () => {
    const server = await inExpressAfter(express.json()).start({ routes: { "/api/route": echoBody } });
    await request(server).get("/api/route").expect(200, '""');
  });

  it("is empty where middleware has read it, and left nothing", async () => {
    const host = inExpressAfter((req, _res, next) => {
      req.resume().on("end", next);
    });
    expect(await expectBody(host, "[1]", "application/json")).toEqual({});
    expect(await expectBody(host, "text", "text/plain")).toBe("");
  });

  it("is kept with bodyParser false", async () => {
    const host = inExpressAfter(express.json(), mark);
    const body = await expectBody(host, '{"a":1}', "application/json", { bodyParser: false });
    expect(body).toEqual({ a: 1, seen: true });
  });
});

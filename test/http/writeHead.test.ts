import { describe, expect, it } from "vitest";
import { createFetch, createHandler } from "../../src/index.ts";
import { inject } from "../../src/testing/index.ts";
import { type Handler, type Host, hosts, owned, serve } from "../support/hosts.ts";
import { http2Mount, middlewareMounts, rawMounts } from "../support/mounts.ts";
import { overHttp2 } from "../support/over.ts";
import { ask } from "../support/wire.ts";

type Head = Parameters<Parameters<Handler>[1]["writeHead"]>;

const FIELDS = { "X-One": "1", "Set-Cookie": ["a=1", "b=2"], "Content-Length": "5" };
const LIST = ["X-One", "1", "Set-Cookie", "a=1", "Set-Cookie", "b=2", "Content-Length", "5"];

/** What `writeHead` takes behind the status: a text, headers in three forms, both or neither. */
const HEADS: readonly (readonly [form: string, text: string | undefined, ...head: readonly unknown[]])[] = [
  ["an object", undefined, FIELDS],
  ["a text and an object", "Fine", "Fine", FIELDS],
  ["undefined and an object", undefined, undefined, FIELDS],
  ["a list", undefined, LIST],
  ["a text and a list", "Fine", "Fine", LIST],
  ["undefined and a list", undefined, undefined, LIST],
  ["an empty text and an object", "", "", FIELDS],
];

const mounted: Host[] = [...middlewareMounts, ...rawMounts, http2Mount]
  .filter(({ name }) => name !== "node:http")
  .map(({ name, start }) => ({ name, start: (options) => start(createHandler(options)) }));

describe.each([...hosts, ...mounted])("writeHead in $name", (host) => {
  it.each(HEADS)("takes %s", async (_form, text, ...head) => {
    const { server } = await serve(host, (_req, res) => {
      res.setHeader("X-Two", "2");
      res.writeHead(...([201, ...head] as unknown as Head));
      res.end("hello");
    });
    const isHttp2 = host.name === http2Mount.name;
    const answer = isHttp2 ? await overHttp2(server, { path: "/api/test" }) : await ask(server, "/api/test");
    const body = "text" in answer ? answer.text : answer.body;
    expect([answer.status, body]).toEqual([201, "hello"]);
    if ("statusText" in answer) expect(answer.statusText).toBe(text ?? "Created");
    expect(answer.headers).toMatchObject({
      "x-one": "1",
      "x-two": "2",
      "set-cookie": ["a=1", "b=2"],
      "content-length": "5",
    });
  });
});

describe("writeHead without a socket", () => {
  it.each(HEADS)("takes %s", async (_form, text, ...head) => {
    const handler: Handler = (_req, res) => {
      res
        .setHeader("X-Two", "2")
        .writeHead(...([201, ...head] as unknown as Head))
        .end("hello");
    };
    const { server } = await serve(owned, handler);
    const injected = await inject(server, "/api/test");
    expect([injected.statusCode, injected.statusMessage, injected.body]).toEqual([
      201,
      text ?? "Created",
      "hello",
    ]);
    expect(injected.headers).toMatchObject({ "x-one": "1", "x-two": "2", "set-cookie": ["a=1", "b=2"] });
    const fetched = await createFetch({ dev: false, routes: { "/api/test": handler } })(
      new Request("http://a.test/api/test"),
    );
    expect([fetched.status, fetched.statusText, await fetched.text()]).toEqual([
      201,
      text ?? "Created",
      "hello",
    ]);
    expect([fetched.headers.get("x-one"), fetched.headers.getSetCookie()]).toEqual(["1", ["a=1", "b=2"]]);
  });
});

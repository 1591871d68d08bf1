import { describe, expect, it } from "vitest";
import { get } from "../../support/client.ts";
import { hosts, owned, project, serve } from "../../support/hosts.ts";

/** What is done to the headers before `res.json`, and what the client gets of one of them. */
const HEADERS: [
  name: string,
  set: [name: string, value: string | string[]][],
  header: string,
  got: unknown,
][] = [
  ["several cookies", [["Set-Cookie", ["a=1", "b=2; Path=/"]]], "set-cookie", ["a=1", "b=2; Path=/"]],
  ["equal cookies once", [["set-cookie", ["a=1", "a=1", "b=2"]]], "set-cookie", ["a=1", "b=2"]],
  [
    "the cookies set last",
    [
      ["Set-Cookie", "a=1"],
      ["Set-Cookie", "b=2"],
    ],
    "set-cookie",
    ["b=2"],
  ],
  ["equal values of another header as often as set", [["X-Many", ["1", "2", "2"]]], "x-many", "1, 2, 2"],
  [
    "the value set last, whatever its case",
    [
      ["X-One", "1"],
      ["x-one", "2"],
    ],
    "x-one",
    "2",
  ],
];

describe.each(hosts)("res.setHeader in $name", (host) => {
  it.each(HEADERS)("sends %s", async (_name, set, header, got) => {
    const returned: boolean[] = [];
    const { server } = await serve(host, (_req, res) => {
      for (const [name, value] of set) returned.push(res.setHeader(name, value) === res);
      res.json({});
    });
    expect((await get(server)).headers[header]).toEqual(got);
    expect(returned).toEqual(set.map(() => true));
  });

  it("leaves appendHeader to Node: equal cookies go twice", async () => {
    const { server } = await serve(host, (_req, res) => {
      res.setHeader("Set-Cookie", "a=1");
      res.appendHeader("Set-Cookie", "a=1");
      res.end();
    });
    expect((await get(server)).headers["set-cookie"]).toEqual(["a=1", "a=1"]);
  });

  it("does nothing once the header is sent", async () => {
    const { server, log } = await serve(host, (_req, res) => {
      res.write("one ");
      res.setHeader("X-Late", "1");
      res.end("two");
    });
    const answer = await get(server);
    expect(answer.text).toBe("one two");
    expect(answer.headers).not.toHaveProperty("x-late");
    expect(log.errors).toEqual([]);
  });

  it.each([
    ["an undefined value", "X-U", undefined],
    ["a line break in a value", "X-Bad", "a\r\nb: c"],
    ["a space in a name", "bad name", "1"],
  ])("refuses %s with 500", async (_name, name, value) => {
    const { server } = await serve(host, (_req, res) => {
      res.setHeader(name, value as string);
      res.json({});
    });
    const answer = await get(server);
    expect(answer).toMatchObject({ status: 500, text: "Internal Server Error" });
    expect(answer.headers).not.toHaveProperty("b");
  });
});

describe("res.setHeader behind a middleware that sets cookies", () => {
  // As recorded from Next 16.4.6.
  it.each([
    ["a list", ["a=1", "m=1"], ["m=1", "n=2", "a=1"]],
    ["a number", 5, ["m=1", "n=2"]],
    ["the start of its own list", ["m=1"], ["m=1"]],
    ["an empty list", [], undefined],
  ])("takes %s as Next does", async (_name, value, cookies) => {
    const dir = await project({
      "middleware.js": `export const middleware = () => new Response(null, { headers: [
        ["x-middleware-next", "1"], ["set-cookie", "m=1"], ["set-cookie", "n=2"]] });`,
      "pages/api/test.js": `export default (_req, res) => res.setHeader("Set-Cookie", ${JSON.stringify(value)}).end();`,
    });
    const server = await owned.start({ dir, dev: false });
    expect((await get(server)).headers["set-cookie"]).toEqual(cookies);
  });
});

describe("default headers of createServer", () => {
  it("are Node's and no more", async () => {
    const { server } = await serve(owned, (_req, res) => res.end("x"));
    const { headers } = await get(server);
    const names = Object.keys(headers).filter((name) => !/^(content-length|transfer-encoding)$/.test(name));
    expect(names.toSorted()).toEqual(["connection", "date"]);
  });

  it("keep the connection for 72 seconds", async () => {
    const { server } = await serve(owned, (_req, res) => res.json({}));
    const { headers } = await get(server, { headers: { Connection: "keep-alive" } });
    expect(headers["keep-alive"]).toBe("timeout=72");
  });
});

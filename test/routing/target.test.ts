import { describe, expect, it } from "vitest";
import { echoRoutes } from "../support/echo.ts";
import { hosts } from "../support/hosts.ts";
import { ask, exchange } from "../support/wire.ts";

const ROUTES = echoRoutes([
  "/api",
  "/api/hello",
  "/api/file.json",
  "/api/users",
  "/api/users/[id]",
  "/api/users/[id]/posts",
  "/api/catch/[...all]",
  "/api/opt/[[...path]]",
]);

/** Targets that are served as they are, by which route, with which query. */
const SERVED: [target: string, route: string, query?: object][] = [
  ["/api/users/../hello", "/api/hello"],
  ["/api/./hello", "/api/hello"],
  ["/api/%2e/hello", "/api/hello"],
  ["/api/hello/../hello", "/api/hello"],
  ["/api/a/../../api/hello", "/api/hello"],
  ["/../../api/hello", "/api/hello"],
  ["/api/users/%2e%2E/hello", "/api/hello"],
  ["/api/users/.%2e/hello", "/api/hello"],
  ["/api/../api", "/api"],
  ["/api/users/42/./posts", "/api/users/[id]/posts", { id: "42" }],
  ["/api/catch/a/../b", "/api/catch/[...all]", { all: ["b"] }],
  ["/api/catch/a/%2e%2e/b", "/api/catch/[...all]", { all: ["b"] }],
  ["/api/users/...", "/api/users/[id]", { id: "..." }],
  ["/api/users/..a", "/api/users/[id]", { id: "..a" }],
  ["/api/users/a..", "/api/users/[id]", { id: "a.." }],
  ["/api/users/.a", "/api/users/[id]", { id: ".a" }],
  ["/api/users/%252e%252e", "/api/users/[id]", { id: "%2e%2e" }],
  ["/api/hello?", "/api/hello"],
  ["/api/hello?x=a//b/", "/api/hello", { x: "a//b/" }],
  ["/api/hello?x=/../y", "/api/hello", { x: "/../y" }],
  ["/api/hello#fragment", "/api/hello"],
  ["/api/hello?a=1#b=2", "/api/hello", { a: "1" }],
  ["/api/hello#b?a=1", "/api/hello"],
  ["/api/users/42#x", "/api/users/[id]", { id: "42" }],
  ["http://any.test/api/hello", "/api/hello"],
  ["HTTPS://any.test:8080/api/users/42?x=1", "/api/users/[id]", { x: "1", id: "42" }],
  ["http://user:secret@any.test/api/users/a%2Fb", "/api/users/[id]", { id: "a/b" }],
];

const PARAMS: [sent: string, value: string][] = [
  ["a%2Fb", "a/b"],
  ["a%2520b", "a%20b"],
  ["a+b", "a+b"],
  ["%00", "\0"],
  ["%0d%0a", "\r\n"],
  ["%20", " "],
  ["%25", "%"],
  ["%E6%97%A5", "日"],
  ["%F0%9F%98%80", "😀"],
  ["%26%3D%3F%23", "&=?#"],
  ["%5C", "\\"],
  ["a;b=c,d:e@f&g", "a;b=c,d:e@f&g"],
  ["a'b(c)*!~", "a'b(c)*!~"],
  ['|^`{}"<>', '|^`{}"<>'],
  ["%61%41%2d", "aA-"],
  ["__proto__", "__proto__"],
  ["constructor", "constructor"],
];

/** Requests that never reach a route: the bytes, and Node's own empty answer. */
const REFUSED: [what: string, bytes: string | Buffer, status: string][] = [
  ["raw text beyond ASCII", Buffer.from("GET /api/users/日 HTTP/1.1\r\nHost: a\r\n\r\n"), "400 Bad Request"],
  ["a space in the path", "GET /api/users/a b HTTP/1.1\r\nHost: a\r\n\r\n", "400 Bad Request"],
  ["no Host", "GET /api/hello HTTP/1.1\r\n\r\n", "400 Bad Request"],
  ["an unknown version", "GET /api/hello HTTP/3.0\r\nHost: a\r\n\r\n", "400 Bad Request"],
  ["an unknown method", "BREW /api/hello HTTP/1.1\r\nHost: a\r\n\r\n", "400 Bad Request"],
  ["a target without a slash", "GET api/hello HTTP/1.1\r\nHost: a\r\n\r\n", "400 Bad Request"],
  ["a target that is a query", "GET ?a=1 HTTP/1.1\r\nHost: a\r\n\r\n", "400 Bad Request"],
  ["a target with a backslash first", "GET \\api\\hello HTTP/1.1\r\nHost: a\r\n\r\n", "400 Bad Request"],
  [
    "a header over 16 KiB",
    `GET /api/hello HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(17_000)}\r\n\r\n`,
    "431 Request Header Fields Too Large",
  ],
];

const MALFORMED = ["%", "%zz", "%2", "%E0%A4%A", "%FF", "%C3%28", "%ED%A0%80", "%c0%af", "a%b"];

describe.each(hosts)("in $name", (host) => {
  it.each(SERVED)("%s is served by %s", async (target, route, query = {}) => {
    const server = await host.start({ routes: ROUTES });

    const { status, body } = await ask(server, target);

    expect([status, JSON.parse(body)]).toEqual([200, { route, query }]);
  });

  it.each(PARAMS)("the param %s is %j, decoded once", async (sent, value) => {
    const server = await host.start({ routes: ROUTES });

    const one = await ask(server, `/api/users/${sent}`);
    const rest = await ask(server, `/api/catch/x/${sent}`);
    const optional = await ask(server, `/api/opt/${sent}/y`);

    expect(JSON.parse(one.body)).toHaveProperty("query", { id: value });
    expect(JSON.parse(rest.body)).toHaveProperty("query", { all: ["x", value] });
    expect(JSON.parse(optional.body)).toHaveProperty("query", { path: [value, "y"] });
  });

  it.each(MALFORMED)("the malformed %s answers 400 where a param is, 404 elsewhere", async (text) => {
    const server = await host.start({ routes: ROUTES });

    for (const target of ["users/T", "users/T/posts", "users/T?x=1", "catch/a/T", "catch/T/a", "opt/T"]) {
      const { status } = await ask(server, `/api/${target.replace("T", text)}`);
      expect([target, status]).toEqual([target, 400]);
    }
    for (const target of ["/api/T", "/api/helloT", "/T", "/T/hello", "/api/users/42/T"]) {
      const { status } = await ask(server, target.replace("T", text));
      expect([target, status]).toEqual([target, 404]);
    }
    const { status } = await ask(server, `/api/hello?x=${text}`);
    expect(status).toBe(200);
  });

  it("a malformed escape is answered in text or in JSON, and the connection goes on", async () => {
    const server = await host.start({ routes: ROUTES });
    const answers = await exchange(
      server,
      `${bad("*/*")}${bad("application/json")}GET /api/hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
    );

    expect(answers.split(/(?=HTTP\/1\.1 )/)).toEqual([
      expect.stringMatching(/^HTTP\/1\.1 400 Bad Request\r\n[^]*\r\n\r\nBad Request$/),
      expect.stringMatching(/^HTTP\/1\.1 400 Bad Request\r\n[^]*\r\n\r\n{"error":"Bad Request"}$/),
      expect.stringMatching(/^HTTP\/1\.1 200 OK\r\n/),
    ]);
  });

  it.each(REFUSED)("%s is refused by Node: %s", async (_what, bytes, status) => {
    const server = await host.start({ routes: ROUTES });

    const answer = await exchange(server, bytes);

    expect(answer).toMatch(
      new RegExp(`^HTTP/1\\.1 ${status}\\r\\n(?:[^\\r]+\\r\\n)*\\r\\n(?:0\\r\\n\\r\\n)?$`),
    );
    expect(answer).toContain("\r\nConnection: close\r\n");
  });
});

function bad(accept: string): string {
  return `GET /api/users/%zz HTTP/1.1\r\nHost: a\r\nAccept: ${accept}\r\n\r\n`;
}

import { describe, expect, it } from "vitest";
import { echoRoutes } from "../support/echo.ts";
import { bare, type Host, hosts, inExpress, owned } from "../support/hosts.ts";
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

/** Targets that are redirected, and where to. */
const REDIRECTS: [target: string, location: string][] = [
  // a slash at the end
  ["/api/hello/", "/api/hello"],
  ["/api/", "/api"],
  ["/api/users/42/", "/api/users/42"],
  ["/api/users/a%2Fb/", "/api/users/a%2Fb"],
  ["/api/users/%2f/", "/api/users/%2f"],
  ["/api/users/%E6%97%A5/", "/api/users/%E6%97%A5"],
  ["/api/users/%20/", "/api/users/%20"],
  ["/api/users/%zz/", "/api/users/%zz"],
  ["/api/file.json/", "/api/file.json"],
  ["/api/opt/", "/api/opt"],
  ["/api/catch/a/", "/api/catch/a"],
  ["/api/users/<script>/", "/api/users/%3Cscript%3E"],
  [`/api/users/a'b"c/`, "/api/users/a'b%22c"],
  // the query stays, as it is; a fragment goes
  ["/api/hello/?a=1", "/api/hello?a=1"],
  ["/api/hello/?a=1&a=2&b", "/api/hello?a=1&a=2&b"],
  ["/api/hello/?a=%20b&c=:/", "/api/hello?a=%20b&c=:/"],
  ["/api/hello/?a=//b/", "/api/hello?a=//b/"],
  ["/api/hello/?", "/api/hello"],
  ["/api/hello/#fragment", "/api/hello"],
  ["/api/hello/?a=1#fragment?b=2", "/api/hello?a=1"],
  // repeated slashes and backslashes, one step at a time
  ["//api/hello", "/api/hello"],
  ["///api/hello", "/api/hello"],
  ["/api//hello", "/api/hello"],
  ["/api///hello", "/api/hello"],
  ["/api\\hello", "/api/hello"],
  ["/api/\\hello", "/api/hello"],
  ["/\\api/hello", "/api/hello"],
  ["/api/users//42", "/api/users/42"],
  ["/api//hello?x=//y", "/api/hello?x=//y"],
  ["/api//hello?x=\\y", "/api/hello?x=\\y"],
  ["/api/hello//", "/api/hello/"],
  ["/api/hello///", "/api/hello/"],
  ["/api/hello\\", "/api/hello/"],
  ["/api//", "/api/"],
  // dot segments that leave a slash at the end
  ["/api/hello/.", "/api/hello"],
  ["/api/hello/..", "/api"],
  ["/api/./", "/api"],
  ["/api/users/./", "/api/users"],
  ["/api/users/%2E", "/api/users"],
  ["/api/users/%2E%2E", "/api"],
  ["/api/users/42/..", "/api/users"],
  // repeated slashes are collapsed first, dot segments are resolved then
  ["/api/users//../hello", "/api/hello"],
  ["/api/..//api/hello", "/api/hello"],
];

/** Targets of no route that a server of its own redirects all the same, as Next does. */
const FOREIGN_REDIRECTS: [target: string, location: string][] = [
  ["/nothing/", "/nothing"],
  ["/api/nothing/", "/api/nothing"],
  ["/api/nothing/?a=1", "/api/nothing?a=1"],
  ["//", "/"],
  ["//evil.test/api", "/evil.test/api"],
  ["//evil.test/%2e%2e", "/"],
  ["/\\evil.test", "/evil.test"],
  ["/api//../hello", "/hello"],
];

/** Targets that a client may take for another host's once they are redirected. */
const EVIL = [
  "//evil.test/",
  "///evil.test/",
  "/\\evil.test/",
  "/\\/evil.test/",
  "\\\\evil.test/",
  "/%5cevil.test/",
  "/%5c%5cevil.test/",
  "/%2f%2fevil.test/",
  "/.//evil.test/",
  "/./\\evil.test/",
  "/%2e//evil.test/",
  "/x/..//evil.test/",
  "/x/../\\evil.test/",
  "/x/%2e%2e//evil.test/",
  "/%2e%2e/%5cevil.test/",
  "/\t/evil.test/",
  "http:///evil.test/",
  "http://evil.test//evil.test/",
  "http://evil.test\\evil.test/",
  "http://user@evil.test/\\evil.test/",
  "//evil.test/?a=//evil.test/",
  "//evil.test/..;/",
];

describe.each(hosts)("in $name", (host) => {
  it.each(REDIRECTS)("%s is redirected to %s", (target, location) => expectRedirect(host, target, location));

  it.each(EVIL)("%j is never redirected to another host", async (target) => {
    const server = await host.start({ routes: { ...ROUTES, ...echoRoutes(["/[...all]"]) } });

    const answer = await exchange(server, `GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);

    expect(answer).toMatch(/^HTTP\/1\.1 (200|308|400|404) /);
    for (const [, location] of answer.matchAll(/^(?:location: |refresh: 0;url=)(.*)\r$/gim)) {
      expect(location).toMatch(/^\/(?![/\\])/);
      expect(new URL(location!, "http://ours.test/api/").host).toBe("ours.test");
    }
  });

  it("a redirect is 308 with Location, Refresh and the location as its body, chunked, without a type", async () => {
    const server = await host.start({ routes: ROUTES });

    const answer = await exchange(
      server,
      "GET /api/hello/?a=1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    );

    expect(answer.replace(/Date: .*\r\n/, "").replace("location:", "Location:")).toBe(
      "HTTP/1.1 308 Permanent Redirect\r\nLocation: /api/hello?a=1\r\nRefresh: 0;url=/api/hello?a=1\r\n" +
        "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\nf\r\n/api/hello?a=1\r\n0\r\n\r\n".replace(
          "f\r\n",
          "e\r\n",
        ),
    );
  });

  it("a redirect is the same for every method and header", async () => {
    const server = await host.start({ routes: ROUTES });

    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]) {
      const headers = { "If-None-Match": "*", "Accept-Encoding": "gzip", Accept: "application/json" };
      const answer = await ask(server, "/api/hello/", { method, headers });
      expect(answer).toMatchObject({ status: 308, body: "/api/hello" });
    }
    const head = await ask(server, "/api/hello/", { method: "HEAD" });
    expect(head).toMatchObject({ status: 308, headers: { location: "/api/hello" }, body: "" });
  });
});

describe.each([owned, bare])("where nobody comes after: $name", (host) => {
  it.each(FOREIGN_REDIRECTS)("%s is redirected to %s", (target, location) =>
    expectRedirect(host, target, location),
  );
});

describe("in Express 5, where others come after", () => {
  it.each(FOREIGN_REDIRECTS.map(([target]) => target))("%s is left to them", async (target) => {
    const server = await inExpress.start({ routes: ROUTES });

    const answer = await ask(server, target);

    expect(answer.status).toBe(404);
    expect(answer.body).toContain("Cannot GET");
  });
});

async function expectRedirect({ start }: Host, target: string, location: string): Promise<void> {
  const server = await start({ routes: ROUTES });

  const { status, headers, body } = await ask(server, target);

  expect({ status, location: headers.location, refresh: headers["refresh"], body }).toEqual({
    status: 308,
    location,
    refresh: `0;url=${location}`,
    body: location,
  });
}

import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NextURL } from "../../../src/stand-ins/next/url.ts";

const MEMBERS = [
  "href",
  "origin",
  "protocol",
  "username",
  "password",
  "host",
  "hostname",
  "port",
  "pathname",
  "search",
  "hash",
] as const;

const url = fc
  .tuple(
    fc.constantFrom("http://localhost:3000", "https://example.com", "http://u:p@[::1]:8080"),
    fc.constantFrom("/", "/api/x", "/a%20b/c"),
    fc.constantFrom("", "?", "?a=1", "?a=1&b=2&a=3", "?a", "?a=%20+&b"),
    fc.constantFrom("", "#top"),
  )
  .map((parts) => new URL(parts.join("")).href);

const settable = fc.constantFrom("pathname", "search", "hash", "href", "port", "host", "protocol");
const text = fc.constantFrom("/p", "?q=1&a=9", "", "#h", "8080", "https:", "http://b.example/x?y=z");
const name = fc.constantFrom("a", "b", "c d");

/** Something that is done to a URL. */
const step = fc.oneof(
  fc.tuple(settable, text).map(([member, value]) => (it: URL) => {
    // Node throws for what is no URL.
    if (member !== "href" || URL.canParse(value)) (it as unknown as Record<string, string>)[member] = value;
  }),
  fc.tuple(name, text).map(
    ([key, value]) =>
      (it: URL) =>
        it.searchParams.append(key, value),
  ),
  fc.tuple(name, text).map(
    ([key, value]) =>
      (it: URL) =>
        it.searchParams.set(key, value),
  ),
  name.map((key) => (it: URL) => it.searchParams.delete(key)),
  // oxlint-disable-next-line no-array-sort -- it is none
  fc.constant((it: URL) => it.searchParams.sort()),
  fc.constant((it: URL) => void it.searchParams),
);

function seen(it: URL): unknown {
  const params = [...it.searchParams];
  return [MEMBERS.map((member) => it[member]), params, String(it), JSON.stringify(it)];
}

describe("nextUrl", () => {
  it("is what URL is, whatever is read of it and done to it", () => {
    fc.assert(
      fc.property(url, fc.array(step, { maxLength: 5 }), (href, steps) => {
        for (const isSpelled of [false, true]) {
          const ours = new NextURL(href, undefined, isSpelled);
          const real = new URL(href);
          const [ourParams, realParams] = [ours.searchParams, real.searchParams];
          for (const act of steps) {
            act(ours);
            act(real);
            expect(seen(ours)).toEqual(seen(real));
          }
          expect([...ourParams]).toEqual([...realParams]);
          expect(seen(ours.clone())).toEqual(seen(real));
        }
      }),
    );
  });

  // What Next's own NextURL gives.
  it.each([
    ["/a/", "/x", "/x/", "/x"],
    ["/a/", "/x/", "/x/", "/x/"],
    ["/a", "/x/", "/x", "/x/"],
    ["/a", "/x", "/x", "/x"],
    ["/", "/x/", "/x", "/x/"],
    ["/a/", "/", "/", "/"],
    ["/a", "x/y/", "/x/y", "/x/y/"],
  ])("of %s keeps its slash, or none, when its pathname becomes %s", (path, pathname, text, shown) => {
    const url = new NextURL(`http://localhost${path}`, undefined, true);
    url.pathname = pathname;
    expect([url.href, url.pathname]).toEqual([`http://localhost${text}`, shown]);
    expect(url.clone().pathname).toBe(text);
  });

  it("has the slash of next.config where it was the root", () => {
    const url = new NextURL("http://localhost/", { trailingSlash: true });
    url.pathname = "/x";
    expect(url.href).toBe("http://localhost/x/");
    url.href = "http://localhost/y";
    url.pathname = "/z";
    expect(url.href).toBe("http://localhost/z");
  });

  it("keeps a base path, whatever its pathname becomes", () => {
    const url = new NextURL("http://localhost/shop/a", { basePath: "/shop" });
    url.pathname = "/";
    expect(url.href).toBe("http://localhost/shop");
  });

  it.each(MEMBERS)("shows `%s` when nothing else was read", (member) => {
    const href = "http://localhost:3000/a/b?c=d";
    expect(new NextURL(href, undefined, true)[member]).toBe(new URL(href)[member]);
  });

  it("is taken for a URL, and shown as one", () => {
    const url = new NextURL("http://localhost/a?b=c", undefined, true);
    expect(url).toBeInstanceOf(URL);
    expect(url.searchParams).toBeInstanceOf(URLSearchParams);
    expect(new URL("/x", url as URL).href).toBe("http://localhost/x");
    expect(new Request(url as URL).url).toBe("http://localhost/a?b=c");
    expect(inspect(url)).toContain("pathname: '/a'");
  });
});

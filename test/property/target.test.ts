import fc from "fast-check";
import { describe, expect } from "vitest";
import { mountPath, parseTarget, routedTarget } from "../../src/http/target.ts";
import { property } from "./property.ts";
import { targetUnit } from "./text.ts";

const SEGMENTS = [
  "",
  "a",
  "api",
  ".",
  "..",
  "%2e",
  "%2E%2e",
  ".%2E",
  "...",
  "..a",
  ".a",
  "%2f",
  "%5c",
  "<`>",
];
const path = fc
  .array(
    fc.tuple(
      fc.constantFrom("/", "/", "/", "//", "\\", "/\\"),
      fc.oneof(fc.constantFrom(...SEGMENTS), fc.string({ unit: targetUnit, maxLength: 4 })),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => `/${parts.flat().join("").slice(1)}`);
const target = fc.oneof(
  path,
  fc
    .tuple(path, fc.string({ unit: targetUnit, maxLength: 10 }))
    .map(([before, query]) => `${before}?${query}`),
  fc.string({ unit: targetUnit, maxLength: 30 }).map((text) => `/${text}`),
);

/** Takes a target apart: RFC 3986, appendix B. */
function split(text: string): { path: string; query: string } {
  const [, path, query = ""] = /^([^?#]*)(\?[^#]*)?/.exec(text)!;
  return { path: path!, query };
}

/** RFC 3986, section 5.2.4, word for word, for a path whose dot segments may be percent-encoded. */
function removeDotSegments(text: string): string {
  let input = text.replace(/(?<=\/)(?:\.|%2e){1,2}(?=\/|$)/gi, (dots) => dots.replace(/%2e/gi, "."));
  let output = "";
  while (input !== "") {
    if (input.startsWith("/./")) input = input.slice(2);
    else if (input === "/.") input = "/";
    else if (input.startsWith("/../") || input === "/..") {
      input = input === "/.." ? "/" : input.slice(3);
      output = output.slice(0, Math.max(0, output.lastIndexOf("/")));
    } else {
      const end = input.indexOf("/", 1);
      output += end === -1 ? input : input.slice(0, end);
      input = end === -1 ? "" : input.slice(end);
    }
  }
  return output;
}

/** Without the percent-encoding that a redirect adds. */
function plain(text: string): string {
  return text.replace(/%(?:22|3c|3e|60|7b|7d|5e)/gi, decodeURIComponent);
}

describe("parseTarget", () => {
  property(
    "never throws",
    fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" })),
    (text) => {
      expect(typeof parseTarget(text).path).toBe("string");
    },
  );

  property(
    "gives the path without repeated slashes, backslashes, dot segments, a slash at the end",
    target,
    (text) => {
      const { path } = parseTarget(text);
      expect(path).toMatch(/^\//);
      expect(path).not.toMatch(/[?#\\]|\/\//);
      expect(path === "/" || !path.endsWith("/")).toBe(true);
      for (const segment of path.split("/")) expect(segment).not.toMatch(/^(?:\.|%2e){1,2}$/i);
    },
  );

  property("resolves dot segments as RFC 3986 does, behind collapsed slashes", target, (text) => {
    const resolved = removeDotSegments(split(text).path.replace(/[/\\]+/g, "/"));
    expect(parseTarget(text).path).toBe(resolved.replace(/(?<=.)\/$/, ""));
  });

  property("agrees with URL, where that overlooks no dot segment", target, (text) => {
    const collapsed = split(text).path.replace(/[/\\]+/g, "/");
    // Node 20's overlooks those that come behind a segment which begins with a dot.
    fc.pre(!/\/(?:\.|%2e)(?!\/|$|(?:\.|%2e)(?:\/|$))/i.test(collapsed));
    const { pathname } = new URL(`http://ours.test${collapsed}`);
    expect(plain(parseTarget(text).path)).toBe(plain(pathname).replace(/(?<=.)\/$/, ""));
  });

  property(
    "redirects what is not in its plain form: to collapsed slashes, else without the last one",
    target,
    (text) => {
      const { path: sent, query } = split(text);
      const collapsed = sent.replace(/[/\\]+/g, "/");
      const resolved = removeDotSegments(collapsed);
      const wanted = collapsed === sent ? resolved.replace(/(?<=.)\/$/, "") : resolved;
      const isPlain = collapsed === sent && wanted === resolved;
      const location = wanted.replace(/["<>`{}]/g, encodeURIComponent) + (query === "?" ? "" : query);
      expect(parseTarget(text).redirect).toBe(isPlain ? undefined : location);
    },
  );

  property("is at the plain form of the same path after two redirects at most", target, (text) => {
    const { path, redirect } = parseTarget(text);
    let next = redirect;
    for (let steps = 1; next !== undefined; steps++) {
      expect(steps).toBeLessThanOrEqual(2);
      const { path: reached, redirect: further } = parseTarget(next);
      expect(plain(reached)).toBe(plain(path));
      next = further;
    }
  });

  property("never redirects to another host", target, (text) => {
    const { redirect } = parseTarget(text);
    fc.pre(redirect !== undefined);
    expect(redirect).toMatch(/^\/(?![/\\])/);
    expect(new URL(redirect, "http://ours.test/api/").host).toBe("ours.test");
  });

  property(
    "takes an absolute-form target for its path and query",
    fc.tuple(fc.webAuthority(), target),
    ([host, text]) => {
      expect(parseTarget(`http://${host}${text}`)).toEqual(parseTarget(text));
    },
  );
});

describe("mountPath", () => {
  const mounted = fc.tuple(target, fc.nat(20)).map(([originalUrl, at]) => {
    const rest = originalUrl.slice(at);
    // What hosts do where nothing of the path is left.
    return { originalUrl, url: rest.startsWith("/") ? rest : `/${rest}` };
  });

  property("never lets a redirect below it lead to another host", mounted, (req) => {
    const { redirect } = parseTarget(routedTarget(req));
    fc.pre(redirect !== undefined);
    const location = mountPath(req) + redirect;
    expect(location).toMatch(/^\/(?![/\\])/);
    expect(new URL(location, "http://ours.test/api/").host).toBe("ours.test");
  });
});

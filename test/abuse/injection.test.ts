import { describe, expect, it } from "vitest";
import { open, requestText } from "../support/client.ts";
import { expectNothingEscapes } from "../support/escaped.ts";
import { type Handler, hosts } from "../support/hosts.ts";
import { keepLog } from "../support/hosts.ts";

type Response_ = Parameters<Handler>[1];
type Way = (res: Response_, text: string) => unknown;

expectNothingEscapes();

/** What a client may have sent, and a careless route puts into its answer. The last two are CR and LF once truncated to a byte. */
const TEXTS: [what: string, text: string][] = [
  ["a second answer", "x\r\nInjected: 1\r\n\r\nHTTP/1.1 200 OK\r\nInjected: 1\r\n\r\ninjected"],
  ["a line break", "x\r\nInjected: 1"],
  ["a line feed", "x\nInjected: 1"],
  ["a carriage return", "x\rInjected: 1"],
  ["a null byte", "x\0Injected: 1"],
  ["another control character", "x\u000bInjected: 1\u007f"],
  ["U+010D and U+010A", "x\u010d\u010aInjected: 1"],
  ["U+560D and U+560A", "x\u560d\u560aInjected: 1"],
];

const HEADERS: [name: string, way: Way][] = [
  ["redirect", (res, text) => res.redirect(text)],
  ["redirect with a status", (res, text) => res.redirect(302, `/${text}`)],
  ["setHeader", (res, text) => res.setHeader("X", text).end()],
  ["setHeader of a list", (res, text) => res.setHeader("X", ["a", text]).end()],
  ["setHeader of a name", (res, text) => res.setHeader(`X${text}`, "a").end()],
  ["setHeader of Content-Type", (res, text) => res.setHeader("Content-Type", `text/html; ${text}`).json({})],
  ["setHeader of Content-Length", (res, text) => res.setHeader("Content-Length", text).end("a")],
  ["setHeader of Vary", (res, text) => res.setHeader("Vary", text).json({})],
  ["setHeaders", (res, text) => res.setHeaders(new Map([["X", text]])).end()],
  ["setHeaders of a name", (res, text) => res.setHeaders(new Map([[`X${text}`, "a"]])).end()],
  ["appendHeader", (res, text) => res.appendHeader("X", text).end()],
  ["appendHeader of a name", (res, text) => res.appendHeader(`X${text}`, "a").end()],
  ["writeHead of an object", (res, text) => res.writeHead(200, { X: text }).end()],
  ["writeHead of a name", (res, text) => res.writeHead(200, { [`X${text}`]: "a" }).end()],
  ["writeHead of a list", (res, text) => res.writeHead(200, ["X", text]).end()],
  ["writeHead of a name in a list", (res, text) => res.writeHead(200, [`X${text}`, "a"]).end()],
  ["writeHead of pairs", (res, text) => res.writeHead(200, [["X", text]] as never).end()],
  ["writeHead of a status text", (res, text) => res.writeHead(200, text).end()],
  ["writeHead of a status text and headers", (res, text) => res.writeHead(200, text, { X: "a" }).end()],
  ["writeHead of a status", (res, text) => res.writeHead(`200 ${text}` as never).end()],
  ["writeHead over setHeader", (res, text) => res.setHeader("X", "a").writeHead(200, { X: text }).end()],
  ["statusMessage and end", (res, text) => void Object.assign(res, { statusMessage: text }).end("a")],
  ["statusMessage and write", (res, text) => void Object.assign(res, { statusMessage: text }).write("a")],
  ["statusMessage and json", (res, text) => Object.assign(res, { statusMessage: text }).json({})],
  ["statusMessage and send", (res, text) => Object.assign(res, { statusMessage: text }).send("a")],
  ["status and json", (res, text) => res.status(`200 ${text}` as never).json({})],
  ["status and end", (res, text) => res.status(`200 ${text}` as never).end()],
  ["a cookie", (res, text) => res.setHeader("Set-Cookie", `a=${text}`).json({})],
  ["a cookie among others", (res, text) => res.setHeader("Set-Cookie", ["a=1", `b=${text}`]).json({})],
  ["the path of preview mode", (res, text) => res.setPreviewData({}, { path: `/${text}` }).end()],
  ["the path of clearPreviewData", (res, text) => res.clearPreviewData({ path: `/${text}` }).end()],
  ["a header of a Response", (_res, text) => new Response("a", { headers: { X: text } })],
  ["the status text of a Response", (_res, text) => new Response("a", { statusText: text })],
];

/** Once a part of the answer is out, there is nothing left but to close the connection. */
const TRAILERS: [name: string, way: Way][] = [
  ["addTrailers", (res, text) => (res.write("a"), res.addTrailers({ X: text }), res.end())],
  [
    "addTrailers of a name",
    (res, text) => (res.write("a"), res.addTrailers({ [`X${text}`]: "a" }), res.end()),
  ],
];

/** Node 20 checks no early hint but Link: a client's text has no place in them there. */
const HINTS_UNCHECKED = Number.parseInt(process.versions.node, 10) < 24;
const hint: Way = (res, text) => (res.writeEarlyHints({ link: "</a>; rel=preload", X: text }), res.end());

/** An answer whose text is a client's, in its body alone. */
const THROWN: [name: string, way: Way][] = [
  ["the message of an error", (_res, text) => Promise.reject(new Error(text))],
  [
    "the status of an error",
    (_res, text) => Promise.reject(Object.assign(new Error(text), { statusCode: text, statusMessage: text })),
  ],
];

describe.each(hosts)("in $name, no header comes out of", (host) => {
  const ask = async (way: Way, text: string, accepted: string): Promise<string> => {
    const routes = { "/api/test": ((_req, res) => way(res, text)) as Handler };
    const server = await host.start({ dev: false, logger: keepLog(), surviveUncaught: false, routes });
    const headers = { Connection: "close", "Accept-Encoding": accepted };
    const { end } = await open(server, requestText({ headers }));
    return end();
  };

  it.each([...HEADERS, ...THROWN])("%s: the answer is 500", async (_name, way) => {
    for (const [what, text] of TEXTS) {
      for (const accepted of ["identity", "gzip"]) {
        const answer = await ask(way, text, accepted);
        expect(answer, what).toMatch(
          /^HTTP\/1\.1 500 Internal Server Error\r\n[^]*\r\n\r\nInternal Server Error$/,
        );
        expect(answer, what).not.toMatch(/Injected/i);
      }
    }
  });

  it.skipIf(HINTS_UNCHECKED)("writeEarlyHints: the answer is 500", async () => {
    for (const [what, text] of TEXTS) {
      const answer = await ask(hint, text, "identity");
      expect(answer, what).toMatch(/^HTTP\/1\.1 500 [^]*\r\n\r\nInternal Server Error$/);
      expect(answer, what).not.toMatch(/Injected/i);
    }
  });

  it.each(TRAILERS)("%s: the connection is closed", async (_name, way) => {
    for (const [what, text] of TEXTS) {
      const answer = await ask(way, text, "identity");
      expect(answer, what).not.toMatch(/Injected|\r\n0\r\n/i);
    }
  });
});

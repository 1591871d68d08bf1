import { describe, expect, it } from "vitest";
import { requestText } from "../support/client.ts";
import { expectNothingEscapes } from "../support/escaped.ts";
import { type Host, hosts, keepLog, owned } from "../support/hosts.ts";
import { site } from "../support/site.ts";
import { exchange } from "../support/wire.ts";
import { expectNoConnections } from "./connections.ts";
import { LAST, noting, SECRET } from "./smuggled.ts";

expectNothingEscapes();

const POST = "POST /api/first HTTP/1.1\r\nHost: a\r\n";
const CHUNKED = `${POST}Transfer-Encoding: chunked\r\n\r\n`;
const SIZE = SECRET.length;
const HIDDEN = SECRET + LAST;

/** RFC 9112 section 6.3: who cannot tell where a message ends has to close the connection. */
const LENGTHS: [what: string, bytes: string][] = [
  [
    "a length, then chunks",
    `${POST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  ],
  [
    "chunks, then a length",
    `${POST}Transfer-Encoding: chunked\r\nContent-Length: ${SIZE + 5}\r\n\r\n0\r\n\r\n${HIDDEN}`,
  ],
  ["two lengths", `${POST}Content-Length: 0\r\nContent-Length: ${SIZE}\r\n\r\n${HIDDEN}`],
  ["one length twice", `${POST}Content-Length: 0\r\nContent-Length: 0\r\n\r\n${HIDDEN}`],
  ["a list of lengths", `${POST}Content-Length: 0, ${SIZE}\r\n\r\n${HIDDEN}`],
  ["a list of one length", `${POST}Content-Length: 3, 3\r\n\r\nabc${HIDDEN}`],
  ["an empty length", `${POST}Content-Length: \r\n\r\n${HIDDEN}`],
  ["a length with a sign", `${POST}Content-Length: +3\r\n\r\nabc${HIDDEN}`],
  ["a negative length", `${POST}Content-Length: -3\r\n\r\nabc${HIDDEN}`],
  ["a hexadecimal length", `${POST}Content-Length: 0x3\r\n\r\nabc${HIDDEN}`],
  ["a length with a space in it", `${POST}Content-Length: 3 3\r\n\r\nabc${HIDDEN}`],
  ["a length with an underscore", `${POST}Content-Length: 0_3\r\n\r\nabc${HIDDEN}`],
  ["a length above 64 bits", `${POST}Content-Length: 18446744073709551619\r\n\r\nabc${HIDDEN}`],
];

const CODINGS: [what: string, bytes: string][] = [
  "xchunked",
  "identity",
  "chunked, identity",
  '"chunked"',
  "\u000bchunked",
  "chunked\0",
  "chunked;q=1",
  "chunked\t",
  "chunked, chunked",
  "chunked\r\nTransfer-Encoding: chunked",
].map((coding) => [JSON.stringify(coding), `${POST}Transfer-Encoding: ${coding}\r\n\r\n0\r\n\r\n${HIDDEN}`]);

const LINES: [what: string, bytes: string][] = [
  ["a space before the colon of a length", `${POST}Content-Length : ${SIZE}\r\n\r\n${HIDDEN}`],
  ["a space before the colon of a coding", `${POST}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${HIDDEN}`],
  ["a tab before the colon", `${POST}Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n${HIDDEN}`],
  ["a folded line", `${POST}X-Folded: a\r\n b\r\nContent-Length: 0\r\n\r\n${HIDDEN}`],
  ["a folded coding", `${POST}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n${HIDDEN}`],
  ["a folded first line", `POST /api/first HTTP/1.1\r\n Host: a\r\nContent-Length: 0\r\n\r\n${HIDDEN}`],
  ["line feeds alone", `${POST.replaceAll("\r\n", "\n")}Content-Length: 0\n\n${HIDDEN}`],
  ["a line feed alone in a header", `${POST}X: a\nContent-Length: ${SIZE}\r\n\r\n${HIDDEN}`],
  ["a line feed alone at the end", `${POST}Content-Length: 0\r\n\n${HIDDEN}`],
  ["a carriage return alone in a header", `${POST}X: a\rContent-Length: ${SIZE}\r\n\r\n${HIDDEN}`],
  ["carriage returns alone at the end", `${POST}Content-Length: 0\r\r${HIDDEN}`],
  ["no colon", `${POST}Content-Length\r\n\r\n${HIDDEN}`],
  ["no name", `${POST}: ${SIZE}\r\n\r\n${HIDDEN}`],
  ["a null byte in a name", `${POST}Content\0-Length: ${SIZE}\r\n\r\n${HIDDEN}`],
  ["a null byte in a value", `${POST}X: a\0b\r\nContent-Length: 0\r\n\r\n${HIDDEN}`],
  ["the preface of HTTP/2", `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${HIDDEN}`],
];

const CHUNKS: [what: string, bytes: string][] = [
  ["a negative size", `${CHUNKED}-3\r\nabc\r\n0\r\n\r\n${HIDDEN}`],
  ["a size with a prefix", `${CHUNKED}0x3\r\nabc\r\n0\r\n\r\n${HIDDEN}`],
  ["a size with a space behind", `${CHUNKED}3 \r\nabc\r\n0\r\n\r\n${HIDDEN}`],
  ["a size with a space before", `${CHUNKED} 3\r\nabc\r\n0\r\n\r\n${HIDDEN}`],
  ["no size", `${CHUNKED}\r\n0\r\n\r\n${HIDDEN}`],
  ["a size above 64 bits", `${CHUNKED}10000000000000003\r\nabc\r\n0\r\n\r\n${HIDDEN}`],
  ["a size that is too small", `${CHUNKED}3\r\nabcd\r\n0\r\n\r\n${HIDDEN}`],
  ["a line feed alone behind a size", `${CHUNKED}3\nabc\r\n0\r\n\r\n${HIDDEN}`],
  ["a line feed alone behind the data", `${CHUNKED}3\r\nabc\n0\r\n\r\n${HIDDEN}`],
  ["a line feed alone at the end", `${CHUNKED}3\r\nabc\r\n0\n\n${HIDDEN}`],
  ["a line feed alone in an extension", `${CHUNKED}3;a\nabc\r\n0\r\n\r\n${HIDDEN}`],
  ["a carriage return alone in an extension", `${CHUNKED}3;a\rabc\r\n0\r\n\r\n${HIDDEN}`],
  ["a length among the trailers", `${CHUNKED}0\r\nContent-Length: ${SIZE}\r\n\r\n${HIDDEN}`],
  ["a coding among the trailers", `${CHUNKED}0\r\nTransfer-Encoding: chunked\r\n\r\n${HIDDEN}`],
  ["a folded trailer", `${CHUNKED}0\r\nX: a\r\n b\r\n\r\n${HIDDEN}`],
];

const hidden = `${SIZE.toString(16)}\r\n${SECRET}\r\n0\r\n\r\n`;
/** Requests whose end is plain: the body is the hidden request, word for word, and nothing more. */
const PLAIN: [what: string, bytes: string][] = [
  ["a length", `${POST}Content-Length: ${SIZE}\r\n\r\n${SECRET}`],
  ["a length with zeros before", `${POST}Content-Length: 00${SIZE}\r\n\r\n${SECRET}`],
  ["a chunk", CHUNKED + hidden],
  ["a chunk whose size has zeros before", `${CHUNKED}00000000000000000000${hidden}`],
  ["a chunk with extensions", CHUNKED + hidden.replace("\r\n", ';a=b;c="d;e"\r\n')],
  ["a coding in capitals", `${POST}TRANSFER-ENCODING: CHUNKED\r\n\r\n${hidden}`],
  ["a coding with blanks around", `${POST}Transfer-Encoding: \tchunked \r\n\r\n${hidden}`],
  ["a second coding before, which Node hands on", `${POST}Transfer-Encoding: gzip, chunked\r\n\r\n${hidden}`],
  ["a trailer", CHUNKED + hidden.replace("0\r\n\r\n", "0\r\nX-Trailer: 1\r\n\r\n")],
  ["a GET", `GET /api/first HTTP/1.1\r\nHost: a\r\nContent-Length: ${SIZE}\r\n\r\n${SECRET}`],
];

/** Answers that do not need the body: it is still no request. */
const UNREAD: [what: string, target: string, status: number][] = [
  ["no route", "/api/none", 404],
  ["a redirect to the plain path", "/api/first/", 308],
  ["a malformed param", "/api/param/%zz", 400],
  ["a body that is too large", "/api/small", 413],
  ["a body that is no JSON", "/api/json", 400],
  ["a route that leaves it", "/api/raw", 200],
  ["a route that fails", "/api/fails", 500],
  ["a redirect by the route", "/api/away", 307],
  ["an answer without a body", "/api/nothing", 204],
];

describe("a request whose end is not plain is refused, and nothing behind it is taken for a request", () => {
  describe.each([
    ["lengths", LENGTHS],
    ["codings", CODINGS],
    ["lines", LINES],
    ["chunks", CHUNKS],
  ])("%s", (_kind, shapes) => {
    it.each(shapes)("%s", async (_what, bytes) => {
      const { server, calls, log } = await start(owned);
      expect(await exchange(server, Buffer.from(bytes, "latin1"))).toMatch(
        /^HTTP\/1\.1 400 Bad Request\r\nConnection: close\r\n\r\n$/,
      );
      expect([calls, log.errors]).toEqual([[], []]);
      await expectNoConnections(server);
    });
  });

  // Node 24 refuses it; Node 20 takes it for a request without a body.
  it("an empty coding", async () => {
    const { server, calls } = await start(owned);
    const answer = await exchange(server, `${POST}Transfer-Encoding: \r\n\r\n0\r\n\r\n${SECRET}`);
    expect(answer).toMatch(/^HTTP\/1\.1 (?:200|400) [^]*Connection: close\r\n/);
    expect(calls).not.toContain("secret");
  });

  it("chunks in HTTP/1.0", async () => {
    const { server, calls } = await start(owned);
    const answer = await exchange(server, `${CHUNKED.replace("1.1", "1.0")}0\r\n\r\n${SECRET}`);
    expect(answer).toMatch(/^HTTP\/1\.1 (?:200|400) [^]*Connection: close\r\n/);
    expect(calls).not.toContain("secret");
  });

  it.each([
    ["CONNECT", `CONNECT a.test:80 HTTP/1.1\r\nHost: a.test:80\r\n\r\n${HIDDEN}`],
    [
      "an upgrade with a body",
      requestText({
        method: "POST",
        path: "/api/first",
        headers: { Connection: "Upgrade", Upgrade: "h2c", "Content-Length": `${SIZE}` },
      }) + SECRET,
    ],
  ])("%s, which nobody takes", async (_what, bytes) => {
    const { server, calls } = await start(owned);
    await exchange(server, bytes);
    expect(calls).not.toContain("secret");
  });
});

describe.each([...hosts, site])("in $name", (host) => {
  it.each(PLAIN)("the body of a request is a body: %s", async (_what, bytes) => {
    const { server, calls, bodies } = await start(host);
    const wire = await exchange(server, bytes + LAST);
    expect(statusesOf(wire)).toEqual([200, 200]);
    expect(calls.toSorted()).toEqual(["first", "last"]);
    expect(bodies).toEqual([SECRET]);
  });

  it.each(UNREAD)("a body that is not needed is none the less a body: %s", async (_what, target, status) => {
    for (const framing of [
      `Content-Length: ${SIZE}\r\n\r\n${SECRET}`,
      `Transfer-Encoding: chunked\r\n\r\n${hidden}`,
    ]) {
      const { server, calls } = await start(host);
      const head = `POST ${target} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n`;
      const wire = await exchange(server, head + framing + LAST);
      expect(statusesOf(wire)).toEqual([status, 200]);
      expect(calls).toEqual(["last"]);
    }
  });
});

function statusesOf(wire: string): number[] {
  return [...wire.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
}

async function start(host: Host) {
  const calls: string[] = [];
  const bodies: unknown[] = [];
  const log = keepLog();
  const off = { api: { bodyParser: false as const } };
  const server = await host.start({
    dev: false,
    logger: log,
    surviveUncaught: false,
    keepAliveTimeout: 100,
    routes: {
      "/api/first": (req, res) => {
        calls.push("first");
        bodies.push(req.body);
        res.send("first");
      },
      ...noting(calls),
      "/api/param/[id]": (_req, res) => res.end(),
      "/api/small": { default: (_req, res) => res.end(), config: { api: { bodyParser: { sizeLimit: 10 } } } },
      "/api/json": (_req, res) => res.end(),
      "/api/raw": { default: (_req, res) => res.send("raw"), config: off },
      "/api/fails": {
        config: off,
        default: () => {
          throw new Error("fails");
        },
      },
      "/api/away": { default: (_req, res) => void res.redirect("/away"), config: off },
      "/api/nothing": { default: (_req, res) => void res.status(204).end(), config: off },
    },
  });
  return { server, calls, bodies, log };
}

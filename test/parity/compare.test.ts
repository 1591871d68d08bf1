import { describe, expect, it } from "vitest";

import { differences, isVoid } from "./compare.ts";
import { PAGE } from "./recording.ts";
import type { Recorded, RecordedAnswer } from "./recording.ts";
import type { Row } from "./row.ts";

const answer: RecordedAnswer = {
  status: 200,
  statusText: "OK",
  headers: ['ETag: "1"', "Content-Length: 2", "Connection: keep-alive"],
  framing: "length",
  body: "hi",
};
const row: Row = { name: "a row" };

function recorded(changes: Partial<RecordedAnswer> = {}, rest: Partial<Recorded> = {}): Recorded {
  return { sent: "", answers: [{ ...answer, ...changes }], end: "open", ...rest };
}

function found(
  changes: Partial<RecordedAnswer>,
  rest: Partial<Recorded> = {},
  rule: Row["rule"] = {},
): string[] {
  return differences({ ...row, rule }, recorded(), recorded(changes, rest), "owned");
}

describe("differences", () => {
  it("finds none between equal answers", () => {
    expect(found({})).toEqual([]);
  });

  it.each<[string, Partial<RecordedAnswer>, Partial<Recorded>]>([
    ["status", { status: 201 }, {}],
    ["status text", { statusText: "Fine" }, {}],
    ["body", { body: "ho" }, {}],
    ["cut", { cut: true }, {}],
    ["etag", { headers: ["Content-Length: 2", "Connection: keep-alive"] }, {}],
    ["etag", { headers: ['ETag: "2"', "Content-Length: 2", "Connection: keep-alive"] }, {}],
    ["x-new", { headers: [...answer.headers, "X-New: 1"] }, {}],
    ["content-length", { headers: ['ETag: "1"', "Connection: keep-alive"] }, {}],
    ["connection", {}, { end: "closed" }],
    ["answers", {}, { answers: [] }],
    ["surplus bytes", {}, { surplus: "x" }],
  ])("finds another %s", (what, changes, rest) => {
    expect(found(changes, rest)).toEqual([expect.stringMatching(`^${what}: `)]);
  });

  it("compares neither the order nor the case of header names", () => {
    const headers = ["connection: keep-alive", 'ETAG: "1"', "Content-Length: 2"];
    expect(found({ headers })).toEqual([]);
    expect(found({ headers }, {}, { order: true })).toHaveLength(1);
  });

  it("takes a length where Next sends chunks, and compares the framing where a rule says so", () => {
    const headers = ['ETag: "1"', "Transfer-Encoding: chunked", "Connection: keep-alive"];
    const chunked = recorded({ headers, framing: "chunked" });
    expect(differences(row, chunked, recorded(), "owned")).toEqual([]);
    expect(differences({ ...row, rule: { framing: true } }, chunked, recorded(), "owned")).toHaveLength(1);
  });

  it("takes any small answer for a page of Next's, but no page", () => {
    const page = recorded({ status: 404, statusText: "Not Found", body: PAGE });
    const small = recorded({ status: 404, statusText: "Not Found", body: "Not Found" });
    const html = recorded({ status: 404, statusText: "Not Found", headers: ["Content-Type: text/html"] });
    expect(differences(row, page, small, "owned")).toEqual([]);
    expect(differences(row, page, html, "owned")).toHaveLength(1);
    expect(differences(row, page, recorded(), "owned")).toHaveLength(2);
  });

  it("leaves Vary and compression to Express", () => {
    const headers = [...answer.headers, "Vary: Accept-Encoding"];
    expect(differences(row, recorded({ headers }), recorded(), "owned")).toHaveLength(1);
    expect(differences(row, recorded({ headers }), recorded(), "express")).toEqual([]);
  });
});

describe("an expectation of our own", () => {
  const better: Row = { ...row, differs: "why", ours: { status: 304, headers: { etag: null } } };

  it("checks what it names, and nothing else", () => {
    expect(
      differences(better, recorded(), recorded({ status: 304, headers: [], body: "" }), "owned"),
    ).toEqual([]);
    expect(differences(better, recorded(), recorded(), "owned")).toHaveLength(2);
  });

  it("compares the rest with Next's answer where it says so", () => {
    const like: Row = { ...row, differs: "why", ours: { like: "next", headers: { etag: '"2"' } } };
    const headers = ['ETag: "2"', "Content-Length: 2", "Connection: keep-alive"];
    expect(differences(like, recorded(), recorded({ headers }), "owned")).toEqual([]);
    expect(differences(like, recorded(), recorded({ headers, status: 500 }), "owned")).toHaveLength(1);
  });

  it("is void once Next fulfils it", () => {
    expect(isVoid(better, recorded())).toBe(false);
    expect(isVoid(better, recorded({ status: 304, headers: [] }))).toBe(true);
  });
});

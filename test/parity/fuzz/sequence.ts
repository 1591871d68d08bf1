import fc from "fast-check";

import { content, contentType } from "./content.ts";
import { headers } from "./header.ts";
import { isRefused } from "./request.ts";
import type { Ask, Sequence } from "./request.ts";
import { target } from "./target.ts";

const METHODS = [
  "GET",
  "GET",
  "GET",
  "POST",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
  "HEAD",
  "PROPFIND",
  "TRACE",
];
const method = fc.constantFrom(...METHODS);

const asking: fc.Arbitrary<Ask> = fc.record({ method, target, headers });

/** A body is sent to any route now and then, and mostly to those that have a limit. */
const posting: fc.Arbitrary<Ask> = fc
  .record({
    method: fc.constantFrom("POST", "POST", "PUT", "PATCH", "DELETE", "GET", "HEAD"),
    target: fc.oneof(
      {
        weight: 5,
        arbitrary: fc.constantFrom("/api/body/default", "/api/body/100", "/api/body/1kb", "/api/body/raw"),
      },
      target,
    ),
    type: fc.option(contentType, { nil: undefined, freq: 6 }),
    headers,
    content: fc.option(content, { nil: undefined, freq: 20 }),
  })
  .map(({ type, headers: others, ...rest }) => ({
    ...rest,
    headers: type === undefined ? others : [["Content-Type", type], ...others],
  }));

const SETTINGS: Record<string, string[]> = {
  how: ["json", "object", "redirect", "end", "write"],
  status: [
    "200",
    "201",
    "204",
    "205",
    "206",
    "299",
    "301",
    "302",
    "304",
    "400",
    "404",
    "418",
    "500",
    "503",
    "599",
  ],
  type: [
    ..."text/plain text/html;charset=utf-8 image/png image/svg%2Bxml application/json application/octet-stream".split(
      " ",
    ),
    ..."bogus TEXT/CSS application/vnd.a%2Bjson font/ttf application/xml %20text/plain a;b é".split(" "),
  ],
  size: ["0", "1", "5", "1023", "1024", "1025", "2000"],
  text: ["", "x", "é", "日", "a%0D%0Ab", "%22", "/x", "%00", "%F0%9F%98%80"],
  cache: ["no-transform", "max-age=1", "public,%20no-transform", "NO-TRANSFORM"],
  vary: ["Origin", "*", "accept-encoding", "Origin,%20Accept-Encoding", ""],
  tag: ["%22tag%22", "W/%22tag%22", "x"],
  coding: ["gzip", "identity", "br", "Identity", ""],
  parts: ["0", "1", "3"],
};
const setting = fc
  .constantFrom(...Object.keys(SETTINGS))
  .chain((name) => fc.constantFrom(...(SETTINGS[name] ?? [])).map((value) => `${name}=${value}`));

/** Asks a route to answer in a certain way, for what depends on the request in that. */
const answered: fc.Arbitrary<Ask> = fc.record({
  method,
  target: fc
    .uniqueArray(setting, { maxLength: 5, selector: (text) => text.split("=", 1)[0] })
    .map((settings) => `/api/res/send${settings.length ? "?" : ""}${settings.join("&")}`),
  headers,
});

const ask = fc.oneof(
  { weight: 5, arbitrary: asking },
  { weight: 5, arbitrary: posting },
  { weight: 3, arbitrary: answered },
);

export const sequence: fc.Arbitrary<Sequence> = fc.oneof(
  { weight: 6, arbitrary: ask.map((one) => [one]) },
  { weight: 1, arbitrary: fc.array(ask, { minLength: 1, maxLength: 4 }).map(untilEnd) },
);

/**
 * Nothing follows a request with which Node ends the connection: whether the answers before it are still sent then
 * depends on how soon each handler answers.
 */
function untilEnd(asks: Sequence): Sequence {
  const first = asks.findIndex(isEnd);
  return first === -1 ? asks : asks.slice(0, first > 0 && isRefused(asks[first]) ? first : first + 1);
}

function isEnd(one: Ask): boolean {
  return isRefused(one) || one.headers.some(([name, value]) => name === "Connection" && value === "close");
}

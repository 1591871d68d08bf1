import type { Row, Section } from "../../row.ts";
import { origins } from "./origins.ts";
import { methods, paths, words } from "./row.ts";

const ROUTED = words(`
  / /index /noext /noext/ /noext.ts /data.json /data.json/ /data /nested /nested/ /nested/index.json
  /nested.json /nested/index /_hidden /_folder/x /.dot /.well-known/x.json /user-ann.json /user-.json
  /user-a.b.json /user-a/b.json /user-ann.json/ /en-1/info /en-1/info/ /en-1-2/info /en/info /-1/info
  /files/a.txt /files/a/b.txt /files/.txt /files/a.txt/ /files/a.txt.txt /files/x/.txt /rest /rest/
  /rest/a /rest/a/b /rest/a/b/ /rest/a.b/c /both/static /both/x /both/x/y /both /both/ /both/x/
  /deep/q/x /deep/q/y /deep/q /deep/q/x/ /mid/edit /mid/a/edit /mid/a/b/edit /mid/a/b /mid/edit/edit
  /Upper /upper /with%20space /h%C3%A9llo /he%CC%81llo /a+b /a%2Bb /a%20b /tie/a-b/c /tie/a-x/d
  /tie/q-b/c /ext/a.b /ext/a.b.c /ext/fixed.json /ext/ab /ext/a.b/ /dot.name /dot.name/ /code.js /code
  /foo /foo/ /foo/a /foo/a/ /pre/v1 /pre/v /pre/1 /pre/vv /only/1 /two/x/fixed /two/x/y
  /rest-only/a.json /rest-only/a/b.json /rest-only/.json /percentA /percent%41 /percent%2541 /plain
  /module /module.mts /deepest/a /deepest/a/b /deepest/a/b/c /deepest /hash/1 /hash/1/ /at@x /at%40x
  /paren(x) /nowhere /nowhere/x.json /noext?x=1 /noext? /noext/?x=1 /noext#x
`);
const ENCODED = words(`
  /both/a%20b /both/a%2Fb /both/a%2fb /both/a%252Fb /both/%25 /both/%2525 /both/%E0%A4%A /both/%
  /both/%zz /both/%C3%BC /both/%FF /both/a%3Fb /both/a%23b /both/a+b /both/a%2Bb /both/%2541
  /both/a%26b%3Dc /both/%5Bid%5D /both/[id] /both/%00 /both/a%5Cb /both/.. /both/../noext
  /both/%2e%2e/noext /both/./x /rest/a%2Fb/c /rest/a%20b/c%20d /noext%2F /both/x?q=% /both/a%3Ab
  /both/a%40b /both/%2525252525252525252525252541
`);
const SLASHES = words(`
  // //noext /both//x //both//x// /noext// /both/x// //example.org/x /both//x?q=1 /data.json//
  /rest//a /\\x /both\\x
`);

const cookie = { Cookie: 'a=1; a=2; b=x%20y; c=%zz; d="q"; e=' };
const cookies = (op: string, header?: string): Row => ({
  name: `cookies ${op}${header === undefined ? "" : ` with ${header}`}`,
  path: `/cookies/${op}`,
  headers: header === undefined ? {} : { Cookie: header },
});
const OPS = words(`
  get json number boolean has decode set encoded own-encode object array numbers date options strict
  delete delete-path twice set-delete delete-set merge headers bad-name bad-path undefined
`);
const ANSWERS = words(`
  text empty empty-text json status headers stream bytes blob form no-content not-modified null-404
  body-404 null-500 body-500 status-418 undefined null string number object like error throw
  throw-response throw-string throw-undefined reject redirect redirect-301 redirect-308 redirect-odd
  redirect-cookies static-redirect static-redirect-cookies both throw-cookies rewrite rewrite-url
  rewrite-request rewrite-missing rewrite-cookies rewrite-context rewrite-self rewrite-loop
`);
const FORM = "application/x-www-form-urlencoded";
export const plain: readonly Section[] = [
  { title: "files and matching", rows: paths("matches", ROUTED) },
  { title: "decoding", rows: paths("decodes", ENCODED) },
  {
    title: "repeated slashes",
    rows: [
      ...paths("plain form of", SLASHES),
      ...methods("//noext", ["POST", "HEAD"]),
      ...methods("/noext//", ["PUT"]),
    ],
  },
  {
    title: "methods",
    rows: [
      ...methods("/methods/all", [
        "GET",
        "HEAD",
        "POST",
        "PUT",
        "DELETE",
        "OPTIONS",
        "PROPFIND",
        "PATCH",
        "TRACE",
      ]),
      ...methods("/methods/get", ["GET", "HEAD", "POST", "OPTIONS", "PUT"]),
      ...methods("/methods/head", ["GET", "HEAD"]),
      ...methods("/methods/mixed", ["GET", "HEAD", "POST"]),
      ...methods("/methods/post", ["GET", "HEAD", "POST"]),
      ...methods("/methods/several", ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "REPORT"]),
      ...methods("/methods/not-a-function", ["GET", "POST", "HEAD"]),
      ...methods("/methods/lower", ["GET"]),
      ...methods("/methods/none", ["GET"]),
      ...methods("/methods/self", ["GET"]),
      ...methods("/nowhere", ["POST", "HEAD", "OPTIONS"]),
    ],
  },
  {
    title: "the context",
    rows: [
      { name: "members", path: "/context/x?q=1&q=2" },
      { name: "members of an encoded path", path: "/context/a%20b" },
      {
        name: "locales of the client",
        path: "/context/x",
        headers: { "Accept-Language": "fr-FR, pt;q=0.9, en;q=0.8, *;q=0.1" },
      },
      { name: "locales that are not spoken", path: "/context/x", headers: { "Accept-Language": "de" } },
      { name: "any locale", path: "/context/x", headers: { "Accept-Language": "*" } },
      { name: "a locale in other letters", path: "/context/x", headers: { "Accept-Language": "PT-br" } },
      { name: "the locale of a param", path: "/context/fr" },
      {
        name: "assignments",
        method: "POST",
        path: "/context/x",
        headers: { "Content-Type": "application/json" },
        body: "1",
      },
      {
        name: "the request",
        path: "/request?a=1&b=%20+x",
        headers: { "X-A": "1", "x-b": ["2", "3"], Accept: "*/*" },
      },
      {
        name: "the request by another host",
        path: "/request",
        headers: {
          Host: "other.example:81",
          "X-Forwarded-Host": "evil.example",
          "X-Forwarded-Proto": "https",
        },
      },
      { name: "import.meta.env", path: "/env" },
    ],
  },
  {
    title: "cookies",
    rows: [
      ...OPS.map((op) => cookies(op)),
      ...["get", "has", "json", "number", "boolean", "decode", "value"].map((op) =>
        cookies(op, cookie.Cookie),
      ),
      ...["%7B%22x%22%3A1%7D", "false", "0", "true", "", "x", "12.5", "%zz", "a=b"].flatMap((value) =>
        ["get", "json", "boolean", "number"].map((op) => cookies(op, `a=${value}`)),
      ),
    ],
  },
  { title: "answers", rows: ANSWERS.map((op) => ({ name: `answers ${op}`, path: `/answers/${op}` })) },
  {
    title: "answers to HEAD",
    rows: ["text", "json", "stream", "throw", "redirect", "null-404", "status"].map((op) => ({
      name: `HEAD answers ${op}`,
      method: "HEAD",
      path: `/answers/${op}`,
    })),
  },
  {
    title: "bodies",
    rows: [
      {
        name: "a rewrite keeps the body",
        method: "POST",
        path: "/answers/rewrite",
        headers: { "Content-Type": "application/json" },
        body: "{}",
      },
      {
        name: "a rewrite of a read body",
        method: "POST",
        path: "/answers/read-rewrite",
        headers: { "Content-Type": "application/json" },
        body: "{}",
      },
      {
        name: "a text",
        method: "POST",
        path: "/body",
        headers: { "Content-Type": "application/json" },
        body: "text",
      },
      {
        name: "JSON",
        method: "POST",
        path: "/body?as=json",
        headers: { "Content-Type": "application/json" },
        body: '{"a":1}',
      },
      {
        name: "wrong JSON",
        method: "POST",
        path: "/body?as=json",
        headers: { "Content-Type": "application/json" },
        body: "{",
      },
      {
        name: "no body as JSON",
        method: "POST",
        path: "/body?as=json",
        headers: { "Content-Type": "application/json" },
        body: "",
      },
      {
        name: "a form",
        method: "PUT",
        path: "/body?as=form",
        headers: { "Content-Type": FORM, Origin: "http://parity.test" },
        body: "a=1&b=x+y",
      },
      {
        name: "bytes",
        method: "POST",
        path: "/body?as=bytes",
        headers: { "Content-Type": "application/octet-stream" },
        body: Buffer.from([0, 255]),
      },
      {
        name: "an unread body",
        method: "POST",
        path: "/body?as=none",
        headers: { "Content-Type": "application/json" },
        body: "x",
      },
      {
        name: "a chunked body",
        method: "POST",
        path: "/body",
        headers: { "Content-Type": "application/json", "Transfer-Encoding": "chunked" },
        body: "3\r\nabc\r\n0\r\n\r\n",
      },
      {
        name: "a body of DELETE",
        method: "DELETE",
        path: "/body",
        headers: { "Content-Type": "application/json" },
        body: "x",
      },
    ],
  },
  origins,
  {
    title: "redirects of the config",
    rows: [
      ...paths("redirects", [
        "/moved",
        "/moved?x=1",
        "/moved/",
        "/moved-for-now",
        "/old/a%20b",
        "/old/1?x=1",
        "/outside",
        "/outside-odd",
        "/here-odd",
      ]),
      ...methods("/moved", ["POST", "HEAD"]),
    ],
  },
];

import type { Row, Section } from "../../row.ts";
import { methods, paths, words } from "./row.ts";

const MIDDLEWARE = words(`
  answer throw nothing odd rewrite rewrite-url rewrite-request rewrite-missing context-rewrite
  redirect cookie twice no-return params plain
`);
const forwarded = (name: string, headers: Record<string, string>, path = "/address"): Row => ({
  name: `forwarded: ${name}`,
  path,
  headers,
});

export const errors: readonly Section[] = [
  {
    title: "pages of errors",
    rows: [
      ...paths("errors", [
        "/nowhere",
        "/nowhere/x?y=1",
        "/404",
        "/404/",
        "/500",
        "/500/",
        "/fails/throw",
        "/fails/nothing",
        "/fails/null-404",
        "/fails/null-500",
        "/fails/body-404",
        "/fails/rewrite-404",
        "/fails/fine",
        "/target/%",
        "/target/a%2Fb",
        "/target/%61%20%C3%BC",
        "/target/%252F",
        "/target/%5Cx",
        "/target/%3F%23",
      ]),
      ...methods("/nowhere", ["POST", "HEAD", "OPTIONS"]),
      ...methods("/fails/throw", ["HEAD", "POST"]),
      ...methods("/fails/fine", ["POST", "PUT"]),
      ...methods("/404", ["POST"]),
    ],
  },
  {
    title: "middleware",
    rows: [
      ...MIDDLEWARE.map((how) => ({ name: `middleware: ${how}`, path: `/target/x?mw=${how}` })),
      ...["answer", "throw", "rewrite", "nothing", "cookie"].map((how) => ({
        name: `middleware, no route: ${how}`,
        path: `/nowhere?mw=${how}`,
      })),
      ...["cookie", "plain"].map((how) => ({
        name: `middleware, a failing route: ${how}`,
        path: `/fails/throw?mw=${how}`,
      })),
      {
        name: "middleware, a method that neither the route nor 404.ts has: cookie",
        method: "OPTIONS",
        path: "/fails/fine?mw=cookie",
      },
      {
        name: "middleware: rewrite of POST",
        method: "POST",
        path: "/target/x?mw=rewrite",
        headers: { "Content-Type": "application/json" },
        body: "{}",
      },
      {
        name: "middleware: a form of another origin",
        method: "POST",
        path: "/target/x",
        headers: { "Content-Type": "text/plain" },
        body: "x",
      },
    ],
  },
  {
    title: "forwarded headers",
    rows: [
      forwarded("none", {}),
      forwarded("an allowed host", {
        "X-Forwarded-Host": "www.example.com",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "10.1.2.3, 10.0.0.1",
      }),
      forwarded("an allowed host without a protocol", { "X-Forwarded-Host": "www.example.com" }),
      forwarded("another host", {
        "X-Forwarded-Host": "evil.test",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "10.1.2.3",
      }),
      forwarded("another protocol", { "X-Forwarded-Host": "www.example.com", "X-Forwarded-Proto": "gopher" }),
      forwarded("a port", {
        "X-Forwarded-Host": "www.example.com:8443",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Port": "9443",
      }),
      forwarded("a host with a path", {
        "X-Forwarded-Host": "www.example.com/x",
        "X-Forwarded-Proto": "https",
      }),
      forwarded("two hosts", {
        "X-Forwarded-Host": "a.example.com, b.example.com",
        "X-Forwarded-Proto": "https,http",
      }),
      forwarded("an unknown Host", { Host: "evil.test", "X-Forwarded-For": "10.1.2.3" }),
      forwarded("only an address", { "X-Forwarded-For": "10.1.2.3" }),
      forwarded("the domain itself", { "X-Forwarded-Host": "example.com", "X-Forwarded-Proto": "https" }),
    ],
  },
];

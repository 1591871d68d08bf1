import request from "supertest";
import { describe, expect, it } from "vitest";
import type { RouteModule } from "../../../src/index.ts";
import { hosts } from "../../support/hosts.ts";
import { ask, portOf } from "../../support/wire.ts";

const echoHeaders: RouteModule["default"] = (req, res) => res.json(req.headers);

describe.each(hosts)("req.headers in $name", (host) => {
  it("have x-forwarded-* where the client sent none", async () => {
    const server = await host.start({ routes: { "/api/route": echoHeaders } });
    const { body } = await ask(server, "/api/route", { headers: { Host: "front.test:8080" } });
    expect(JSON.parse(body)).toMatchObject({
      "x-forwarded-host": "front.test:8080",
      "x-forwarded-port": String(portOf(server)),
      "x-forwarded-proto": "http",
      "x-forwarded-for": "127.0.0.1",
    });
  });

  it("have x-forwarded-proto https on an encrypted connection", async () => {
    const server = await host.start({ routes: { "/api/route": echoHeaders } });
    server.on("connection", (socket) => Object.assign(socket, { encrypted: true }));
    const { body } = await request(server).get("/api/route").expect(200);
    expect(body).toMatchObject({ "x-forwarded-proto": "https" });
  });

  it.each([
    ["x-forwarded-host", "front.test"],
    ["x-forwarded-host", ""],
    ["x-forwarded-port", "443"],
    ["x-forwarded-port", ""],
    ["x-forwarded-proto", "https"],
    ["x-forwarded-proto", ""],
    ["x-forwarded-for", "10.0.0.1, 10.0.0.2"],
    ["x-forwarded-for", ""],
  ])("keep a given %s of %j", async (name, value) => {
    const server = await host.start({ routes: { "/api/route": echoHeaders } });
    const { body } = await ask(server, "/api/route", { headers: { [name]: value } });
    expect(JSON.parse(body)).toHaveProperty([name], value);
  });

  it.each([
    "x-middleware-rewrite",
    "x-middleware-redirect",
    "x-middleware-set-cookie",
    "x-middleware-skip",
    "x-middleware-override-headers",
    "x-middleware-next",
    "x-now-route-matches",
    "x-matched-path",
    "x-nextjs-data",
    "next-resume",
    "x-next-resume-state-length",
  ])("have no %s", async (name) => {
    const server = await host.start({ routes: { "/api/route": echoHeaders } });
    const { body } = await ask(server, "/api/route", { headers: { [name]: "1", "x-other": "2" } });
    expect(JSON.parse(body)).not.toHaveProperty([name]);
    expect(JSON.parse(body)).toHaveProperty(["x-other"], "2");
  });

  it.each([
    "x-prerender-revalidate",
    "x-invoke-path",
    "x-middleware-subrequest",
    "rsc",
    "next-router-prefetch",
    "next-action",
    "constructor",
  ])("keep %s", async (name) => {
    const server = await host.start({ routes: { "/api/route": echoHeaders } });
    const { body } = await ask(server, "/api/route", { headers: { [name]: "1" } });
    expect(JSON.parse(body)).toHaveProperty([name], "1");
  });
});

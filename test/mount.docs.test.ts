import { cp } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { ANNOUNCE, programsOf } from "./docs.ts";
import { folder, install, link } from "./installed.ts";
import { serving } from "./program.ts";
import { write } from "./standalone.ts";
import { askUrl } from "./over.ts";

const programs = await programsOf("docs/mounting.md");
const servers = [...programs.keys()].filter((name) => name !== "firebase.mjs");
const hosts = ["express", "connect", "fastify", "@fastify/middie", "koa", "hono", "@hono/node-server"];

it("the document has a program for each host", () => {
  expect(servers.map((name) => name.replace(".mjs", ""))).toEqual([
    "express",
    "connect",
    "fastify",
    "fastify-route",
    "koa",
    "hono",
    "http",
    "http2",
  ]);
});

it.each([...servers, "express.mjs with Express 4"])("%s serves routes and leaves the rest", async (title) => {
  const [name = ""] = title.split(" ");
  const dir = await folder();
  await install(dir, { tools: true });
  for (const host of hosts) await link(host, join(dir, "node_modules"));
  await cp(new URL("fixtures/tls", import.meta.url), dir, { recursive: true });
  const code = programs.get(name)!;
  await link("express4", join(dir, "node_modules"));
  await write(dir, {
    "pages/api/users/[id].js":
      "export default (req, res) => res.status(201).json([req.url, req.query, req.body]);",
    "announce.mjs": ANNOUNCE,
    [name]: title === name ? code : code.replace('"express"', '"express4"'),
  });

  const { url } = await serving(["--import", pathToFileURL(join(dir, "announce.mjs")).href, name], {
    cwd: dir,
  });
  const base = name === "http2.mjs" ? url.replace("http:", "https:") : url;
  const sent = { method: "POST", headers: { "content-type": "application/json" }, body: '{"a":1}' };

  const answer = await askUrl(`${base}/api/users/7?b=2`, sent);
  expect([answer.status, JSON.parse(answer.text)]).toEqual([
    201,
    ["/api/users/7?b=2", { b: "2", id: "7" }, { a: 1 }],
  ]);
  const none = await askUrl(`${base}/about`, {});
  expect([none.status, none.text]).toEqual([404, name === "http2.mjs" ? "Not Found" : "no page"]);
});

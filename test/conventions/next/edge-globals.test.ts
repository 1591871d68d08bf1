import request from "supertest";
import { expect, it } from "vitest";
import { keepLog, owned, project } from "../../support/hosts.ts";

const SEEN = `{
  runtime: process.env.NEXT_RUNTIME,
  edge: typeof EdgeRuntime,
  pattern: new URLPattern({ pathname: "/posts/:id" }).exec("http://a.b/posts/7").pathname.groups.id,
}`;

it("files of the edge runtime have its globals, and others have not", async () => {
  const dir = await project({
    "package.json": '{ "type": "module" }',
    "app/edge/route.js": `export const runtime = "edge"; export const GET = () => Response.json(${SEEN});`,
    "pages/api/edge.js": `export const config = { runtime: "edge" }; export default () => Response.json(${SEEN});`,
    "app/node/route.js": `
      import { URLPattern } from "next/server";
      export const GET = () => Response.json(${SEEN});`,
  });
  const server = await owned.start({ dir, dev: false, logger: keepLog() });
  const edge = { runtime: "edge", edge: "string", pattern: "7" };
  await request(server).get("/edge").expect(200, edge);
  await request(server).get("/api/edge").expect(200, edge);
  await request(server)
    .get("/node")
    .expect(200, { ...edge, runtime: "nodejs", edge: "undefined" });
  expect("URLPattern" in globalThis).toBe(Number(process.versions.node.split(".")[0]) >= 24);
});

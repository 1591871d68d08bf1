import { expect, it } from "vitest";
import request from "supertest";

import { serveAstro as serve } from "./serve.ts";

it("gives all of its members to a copy", async () => {
  const { server } = await serve({
    "src/pages/[id].ts": `export const GET = (context) => {
      const { url, cookies, locals, clientAddress, params, rewrite, redirect } = { ...context };
      return Response.json([url.pathname, cookies.get("a")?.value, locals, clientAddress, params,
        typeof rewrite, redirect("/x").headers.get("location"), "session" in { ...context }]);
    };`,
  });
  await request(server)
    .get("/x")
    .set("Cookie", "a=1")
    .expect(200, ["/x", "1", {}, "127.0.0.1", { id: "x" }, "function", "/x", false]);
});

it("takes members that a route adds", async () => {
  const { server } = await serve({
    "src/middleware.ts": `export const onRequest = (context, next) => { context.user = "u"; return next(); };`,
    "src/pages/x.ts": "export const GET = (context) => Response.json([context.user, { ...context }.user]);",
  });
  await request(server).get("/x").expect(200, ["u", "u"]);
});

it("shows its members where it is logged, and nothing of the server", async () => {
  const { server } = await serve({
    "src/pages/[id].ts": `import { inspect } from "node:util";
      export const GET = (context) => new Response(inspect(context));`,
  });
  const { text } = await request(server).get("/x").set("X-Name", "n").expect(200);
  expect(text).toContain("routePattern: '/[id]'");
  expect(text).toMatch(/'x-name': 'n'/);
  expect(text).not.toMatch(/Symbol\(pages|Rendering/);
});

it.each(["session", "cache"])("says how to get what context.%s is for", async (name) => {
  const { server, log } = await serve({
    "src/pages/x.ts": `export const GET = async (context) => Response.json(await context.${name}.get("a"));`,
  });
  await request(server).get("/x").expect(500, "");
  expect(log.errors.join("\n")).toMatch(
    new RegExp(`UnsupportedAstroApi: context.${name} does not work without Astro's build\\. \\w+`),
  );
});

it("sets no cookie of one client on the answer of another", async () => {
  const { server } = await serve({
    "src/pages/[id].ts": `const answers = [new Response("none"), Response.json(1), new Response(null, { status: 204 })];
      export const GET = ({ params: { id }, cookies }) => {
        const [index, name] = id.split("-");
        if (name) cookies.set(name, "1");
        return answers[index];
      };`,
  });
  for (const index of [0, 1, 2]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const [first, second] = [
      await request(server).get(`/${index}-a`),
      await request(server).get(`/${index}`),
    ];
    expect(first.headers["set-cookie"]).toEqual(["a=1"]);
    expect(second.headers["set-cookie"]).toBeUndefined();
  }
});

it("sets cookies beside those of the Response, and on Response.redirect", async () => {
  const { server } = await serve({
    "src/pages/own.ts": `export const GET = ({ cookies }) => { cookies.set("b", "2"); cookies.set("c", { d: true });
      return new Response("x", { headers: { "Set-Cookie": "a=1" } }); };`,
    "src/pages/away.ts": `export const GET = ({ cookies, url }) => { cookies.set("b", "2", { path: "/" });
      return Response.redirect(new URL("/x", url), 303); };`,
  });
  const { headers } = await request(server).get("/own").expect(200, "x");
  expect(headers["set-cookie"]).toEqual(["a=1", "b=2", "c=%7B%22d%22%3Atrue%7D"]);
  const away = await request(server).get("/away").expect(303);
  expect(away.headers["set-cookie"]).toEqual(["b=2; Path=/"]);
  expect(away.headers["location"]).toMatch(/\/x$/);
});

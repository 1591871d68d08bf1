import { expect, onTestFinished, test } from "vitest";
import { openBackground } from "../../src/lifecycle/background.ts";
import { findShim, nextModules } from "../../src/stand-ins/next/modules.ts";
import { keepLog } from "../support/hosts.ts";
import { project } from "./project.ts";

const API = "pages/api/route.ts";

/** Runs the text as the body of a route's handler, with `next/server` imported. */
function server(body: string): Promise<unknown> {
  const text = `import { NextRequest, NextResponse, userAgent, userAgentFromString, after, connection, ImageResponse } from "next/server";
    const show = (r: Response) => [r.status, ...r.headers];
    export default async () => { ${body} };`;
  return project({ [API]: text }).call(API);
}

test("NextResponse.json, redirect, rewrite and next", async () => {
  const result = await server(`return [
    show(NextResponse.json({ a: 1 }, { status: 201 })), await NextResponse.json({ a: 1 }).text(),
    show(NextResponse.redirect("https://x.y/z")), show(NextResponse.redirect(new URL("https://x.y/z"), 308)),
    show(NextResponse.redirect("https://x.y/z", { status: 303, headers: { a: "b" } })),
    show(NextResponse.rewrite("https://x.y/z")), show(NextResponse.next()),
    show(NextResponse.next({ headers: { q: "1" }, request: { headers: new Headers({ a: "1", b: "2" }) } })),
    NextResponse.json(1) instanceof NextResponse, new NextResponse("x") instanceof Response];`);
  expect(result).toEqual([
    [201, ["content-type", "application/json"]],
    '{"a":1}',
    [307, ["location", "https://x.y/z"]],
    [308, ["location", "https://x.y/z"]],
    [303, ["a", "b"], ["location", "https://x.y/z"]],
    [200, ["x-middleware-rewrite", "https://x.y/z"]],
    [200, ["x-middleware-next", "1"]],
    [
      200,
      ["q", "1"],
      ["x-middleware-next", "1"],
      ["x-middleware-override-headers", "a,b"],
      ["x-middleware-request-a", "1"],
      ["x-middleware-request-b", "2"],
    ],
    true,
    true,
  ]);
});

test("NextResponse refuses a relative URL and a status that is no redirect", async () => {
  await expect(server(`NextResponse.redirect("/z")`)).rejects.toThrow('URL is malformed: "/z"');
  await expect(server(`NextResponse.redirect("https://x.y", 200)`)).rejects.toThrow(RangeError);
  await expect(server(`new NextRequest("/z")`)).rejects.toThrow("absolute");
});

test("cookies of a response", async () => {
  const result = await server(`
    const r = new NextResponse(null, { headers: { "set-cookie": "old=1; Path=/" } });
    r.cookies.set("a", "b c;ü", { httpOnly: true, sameSite: "lax", path: "/x", secure: true });
    r.cookies.set({ name: "q", value: "1" }).delete("z");
    return [r.cookies.get("a")?.value, r.cookies.has("z"), r.cookies.getAll().length, r.headers.getSetCookie()];`);
  expect(result).toEqual([
    "b c;ü",
    true,
    4,
    [
      "old=1; Path=/",
      "a=b%20c%3B%C3%BC; Path=/x; Secure; HttpOnly; SameSite=lax",
      "q=1; Path=/",
      "z=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
    ],
  ]);
});

test("cookies of a request", async () => {
  const result = await server(`
    const q = new NextRequest("https://a.b", { headers: { cookie: "a=1; b=%20z; d" } });
    const before = [q.cookies.getAll(), q.cookies.has("a"), q.cookies.get("none"), q.cookies.size];
    q.cookies.set("n", "v w");
    return [before, q.cookies.delete("a"), q.headers.get("cookie")];`);
  const all = [
    { name: "a", value: "1" },
    { name: "b", value: " z" },
    { name: "d", value: "true" },
  ];
  expect(result).toEqual([[all, true, undefined, 3], true, "b=%20z; d=true; n=v%20w"]);
});

test("nextUrl of a request", async () => {
  const result = await server(`
    const q = new NextRequest("https://ex.com:8080/a/b?x=1&y=2#h", { method: "POST", body: new ReadableStream() });
    const u = q.nextUrl, copy = u.clone();
    copy.pathname = "/c";
    copy.searchParams.set("k", "v");
    return [q.method, u.pathname, u.searchParams.get("x"), u.origin, u.basePath, u.locale, copy.href, q.url, u === q.nextUrl,
      new NextRequest(new Request("https://a.b/c", { method: "PUT", headers: { cookie: "k=v" } })).cookies.get("k")?.value];`);
  expect(result).toEqual([
    "POST",
    "/a/b",
    "1",
    "https://ex.com:8080",
    "",
    "",
    "https://ex.com:8080/c?x=1&y=2&k=v#h",
    "https://ex.com:8080/a/b?x=1&y=2#h",
    true,
    "v",
  ]);
});

test("userAgent and userAgentFromString", async () => {
  const phone =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.0 Mobile/15E148 Safari/604.1";
  const result = await server(`return [
    userAgent({ headers: new Headers({ "user-agent": ${JSON.stringify(phone)} }) }),
    userAgentFromString("Googlebot/2.1").isBot, userAgentFromString("curl/8").isBot, userAgentFromString(undefined)];`);
  const none = { browser: {}, engine: {}, os: {}, device: {}, cpu: {} };
  expect(JSON.parse(JSON.stringify(result))).toEqual([
    {
      ua: phone,
      browser: { name: "Mobile Safari", version: "16.0", major: "16" },
      engine: { name: "WebKit", version: "605.1.15" },
      os: { name: "iOS", version: "16.0" },
      device: { vendor: "Apple", model: "iPhone", type: "mobile" },
      cpu: {},
      isBot: false,
    },
    true,
    false,
    { ua: "", ...none, isBot: false },
  ]);
});

test("after runs its task later, and a failing one harms nobody", async () => {
  const { errors, ...logger } = keepLog();
  onTestFinished(openBackground(logger));
  const result = await server(`
    const seen: string[] = [];
    after(() => { seen.push("task"); throw new Error("late"); });
    after(Promise.resolve().then(() => { seen.push("promise"); }));
    seen.push("sync");
    await connection();
    while (!seen.includes("task")) await new Promise(setImmediate);
    return seen;`);
  expect(result).toEqual(["sync", "promise", "task"]);
  await expect.poll(() => errors).toMatchObject([{ message: "late" }]);
});

test("what needs a request says so where there is none, when it is used, not when it is imported", async () => {
  const unused =
    'import { cookies } from "next/headers"; export const x = cookies; export default () => "fine";';
  expect(await project({ [API]: unused }).call(API)).toBe("fine");
  const used = unused.replace('"fine"', "cookies().get('a')");
  await expect(project({ [API]: used }).call(API)).rejects.toThrow(
    "`cookies()` was called outside a request of app/.",
  );
});

test.each(Object.keys(nextModules).filter((name) => nextModules[name]?.support === "none"))(
  "%s can be imported in every way; its default, when called, names it",
  async (name) => {
    const text = `
      import def, { anything } from "${name}";
      import * as all from "${name}";
      export default async () => [typeof def, typeof anything, typeof all.other, typeof require("${name}").more,
        typeof (await import("${name}")).default, await Promise.resolve().then(() => def({})).catch((e: Error) => e.message)];`;
    const result = (await project({ [API]: text }).call(API)) as string[];
    expect(result.slice(0, 5)).toEqual(["function", "function", "function", "function", "function"]);
    expect(result[5]).toContain(`"${name}" does not work without Next.js.`);
  },
);

test("next itself loads, and its default export explains itself when called", async () => {
  const text = 'import next from "next"; export default () => next({ dev: true });';
  await expect(project({ [API]: text }).call(API)).rejects.toThrow(
    '"next" does not work without Next.js. Use `createServer`',
  );
});

test("a project that has next gets the modules of ours that need a server, and keeps the others", async () => {
  const files = {
    "node_modules/next/package.json": '{ "name": "next" }',
    "node_modules/next/server.js": "exports.NextResponse = { json: () => 'real' };",
    "node_modules/next/constants.js": "exports.PHASE = 'real';",
    [API]: `import { NextResponse } from "next/server"; import { PHASE } from "next/constants";
      export default () => [NextResponse.json({}).status, PHASE];`,
  };
  const tree = project(files);
  expect(await tree.call(API)).toEqual([200, "real"]);
  expect(findShim("next/constants", tree.path("pages/api"))).toBeUndefined();
});

test.each(["server-only", "client-only"])("%s is empty where next is installed, too", async (name) => {
  const text = `import "${name}"; export default () => 1;`;
  const tree = project({
    "node_modules/next/package.json": '{ "name": "next" }',
    [`node_modules/${name}/package.json`]: `{ "name": "${name}" }`,
    [`node_modules/${name}/index.js`]: 'throw new Error("not here");',
    [API]: text,
  });
  expect(await tree.call(API)).toBe(1);
  expect(await project({ [API]: text }).call(API)).toBe(1);
});

test("next installed later takes over", async () => {
  const tree = project({
    [API]: 'import link from "next/link"; export default () => typeof link;',
  });
  expect(await tree.call(API)).toBe("function");
  tree.write({
    "node_modules/next/package.json": '{ "name": "next" }',
    "node_modules/next/link.js": "module.exports = 'real';",
    "package.json": '{ "dependencies": { "next": "1" } }',
  });
  expect(await tree.call(API)).toBe("string");
});

test("routes and their copies of a module share one instance", async () => {
  const tree = project({
    "lib/a.ts": 'export { NextRequest } from "next/server";',
    [API]: `import { NextRequest } from "next/server"; import { NextRequest as Other } from "../../lib/a";
      export default () => NextRequest === Other;`,
  });
  expect(await tree.call(API)).toBe(true);
});

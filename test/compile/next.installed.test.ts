import request from "supertest";
import { describe, expect, it } from "vitest";
import { project } from "../support/hosts.ts";
import { CLI, serving } from "../support/program.ts";

/** A Next that is installed, with entries of its shapes: `exports.x =`, and a file that gives another one. */
const NEXT = {
  "node_modules/next/package.json": '{ "name": "next", "version": "16.4.6" }',
  "node_modules/next/headers.js":
    "module.exports.cookies = () => { throw new Error('Next itself was asked'); }; module.exports.headers = 0;",
  "node_modules/next/server.js":
    "module.exports = {}; exports.NextResponse = class Other {}; exports.after = 0; exports.NextRequest = 0;",
  "node_modules/next/navigation.js": "module.exports = require('./dist/navigation');",
  "node_modules/next/dist/navigation.js":
    "exports.notFound = 0; exports.redirect = 0; exports.useRouter = 0;",
  "node_modules/next/cache.js": "module.exports = {}; exports.revalidateTag = 0; exports.unstable_cache = 0;",
};

const PACKAGES = {
  "node_modules/server-only/package.json": '{ "name": "server-only", "main": "index.js" }',
  "node_modules/server-only/index.js": "throw new Error('This is for the server only');",
  "node_modules/of-cjs/package.json": '{ "name": "of-cjs", "main": "index.js" }',
  "node_modules/of-cjs/index.js": `
    require("server-only");
    const { cookies } = require("next/headers");
    const { NextResponse } = require("next/server.js");
    exports.NextResponse = NextResponse;
    exports.who = async () => (await cookies()).get("who").value;`,
  "node_modules/of-esm/package.json": '{ "name": "of-esm", "type": "module", "exports": "./index.js" }',
  "node_modules/of-esm/index.js": `
    import "server-only";
    import { headers, cookies } from "next/headers.js";
    import { NextResponse } from "next/server.js";
    import { notFound } from "next/navigation.js";
    import { revalidateTag } from "next/cache.js";
    export const ua = async () => (await headers()).get("user-agent");
    export const see = async () => (await cookies()).set("seen", "1");
    export { NextResponse, notFound, revalidateTag };`,
};

const ROUTE = `
  import { NextResponse } from "next/server";
  import * as cjs from "of-cjs";
  import * as esm from "of-esm";
  export async function GET() {
    await esm.see();
    esm.revalidateTag("a", "max");
    const isOne = cjs.NextResponse === NextResponse && esm.NextResponse === NextResponse;
    return NextResponse.json({ who: await cjs.who(), ua: await esm.ua(), isOne });
  }
  export function POST() { esm.notFound(); }`;

describe("packages beside a Next that is installed", () => {
  it.each([
    ["production", "start"],
    ["development", "dev"],
  ])("share the modules of routes in %s", async (_, command) => {
    const dir = await project({
      "package.json": '{ "type": "module" }',
      "app/a/route.ts": ROUTE,
      ...NEXT,
      ...PACKAGES,
    });
    const { url } = await serving([CLI, command], { cwd: dir });
    const response = await request(url).get("/a").set({ cookie: "who=ada", "user-agent": "me" });
    expect([response.status, response.body]).toEqual([200, { who: "ada", ua: "me", isOne: true }]);
    expect(response.headers["set-cookie"]).toEqual(["seen=1; Path=/"]);
    await request(url).post("/a").expect(404);
  });

  it("loads none of them before something asks for them", async () => {
    const used = `export const GET = () => Response.json(globalThis[Symbol.for("pages-api.scope")]?.used === true);`;
    const dir = await project({ "package.json": '{ "type": "module" }', "app/a/route.js": used, ...NEXT });
    const { url } = await serving([CLI, "start"], { cwd: dir });
    await request(url).get("/a").expect(200, "false");
  });
});

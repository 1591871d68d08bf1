import request from "supertest";
import { describe, expect, it } from "vitest";
import { claimRoute } from "../../../src/conventions/route-handlers/claim.ts";
import { createServer } from "../../../src/index.ts";
import { formatPattern } from "../../../src/routing/segment.ts";
import { keepLog, owned, project } from "../../support/hosts.ts";

const EXTENSIONS = ["tsx", "ts", "jsx", "js"];
const GET = "export const GET = () => new Response('ok');";

function patternOf(file: string): string | undefined {
  const segments = claimRoute(file, EXTENSIONS);
  return segments && formatPattern(segments);
}

describe("a file below app", () => {
  it.each([
    ["route.ts", "/"],
    ["users/route.ts", "/users"],
    ["users/[id]/route.js", "/users/[id]"],
    ["docs/[...slug]/route.tsx", "/docs/[...slug]"],
    ["docs/[[...slug]]/route.jsx", "/docs/[[...slug]]"],
    ["(group)/a/(other)/route.ts", "/a"],
    ["@slot/a/route.ts", "/a"],
    ["%5Funder/route.ts", "/_under"],
    ["feed.xml/route.ts", "/feed.xml"],
    ["_private/route.ts", undefined],
    ["a/_private/b/route.ts", undefined],
    ["(.)a/route.ts", undefined],
    ["(..)a/route.ts", undefined],
    ["(...)a/route.ts", undefined],
    ["a/page.ts", undefined],
    ["a/route.mjs", undefined],
    ["a/route.d.ts", undefined],
    ["a/my.route.ts", undefined],
    ["a/routes.ts", undefined],
  ])("%s is the route %s", (file, pattern) => {
    expect(patternOf(file)).toBe(pattern);
  });
});

describe("two files for one path", () => {
  it.each([
    ["pages/api/a.js", "app/api/a/route.js", "Conflicting app and page file was found"],
    [
      "src/pages/api/a/index.ts",
      "src/app/(x)/api/a/route.ts",
      '"src/pages/api/a/index.ts" - "src/app/(x)/api/a/route.ts"',
    ],
    ["app/(a)/x/route.js", "app/(b)/x/route.js", "You cannot have two parallel pages"],
  ])("%s and %s end the start with Next's error", async (fileA, fileB, message) => {
    const dir = await project({ [fileA]: GET, [fileB]: GET });
    const server = createServer({
      dir,
      dev: false,
      logger: keepLog(),
    });
    await expect(server.ready()).rejects.toThrow(message);
  });

  it("of two extensions in one folder give a warning", async () => {
    const logger = keepLog();
    const dir = await project({ "app/a/route.js": GET, "app/a/route.ts": GET });
    const server = await owned.start({ dir, dev: false, logger });
    await request(server).get("/a").expect(200);
    expect(logger.warnings.join("\n")).toContain("app/a/route.js serves it, app/a/route.ts is never reached");
  });
});

describe("exports", () => {
  it("that look like a method, and are none, are warned of", async () => {
    const logger = keepLog();
    const dir = await project({
      "app/lower/route.js": "export function get() {}",
      "app/default/route.js": "export default function handler() {}",
      "app/none/route.js": "export const dynamic = 'auto';",
    });
    const server = await owned.start({ dir, dev: false, logger });
    for (const path of ["/lower", "/default", "/none"])
      await request(server).get(path).expect(405).expect("allow", "OPTIONS");
    const warnings = logger.warnings.join("\n");
    expect(warnings).toContain(
      "app/lower/route.js exports `get`, which answers nothing. Rename it to `GET`.",
    );
    expect(warnings).toContain("app/default/route.js has a default export, which answers nothing.");
    expect(warnings).toContain("app/none/route.js exports no method.");
  });

  it.each([
    ["dynamic = 'static'", '`dynamic` is \'static\'. Write one of "auto", "force-dynamic"'],
    ["revalidate = 'soon'", "`revalidate` is 'soon'. Write a number of seconds"],
    ["maxDuration = -1", "`maxDuration` is -1. Write a number of seconds"],
    ["runtime = 'bun'", "`runtime` is 'bun'. Write one of"],
    ["dynamicParams = 1", "`dynamicParams` is 1. Write true or false"],
    ["fetchCache = 'no'", "`fetchCache` is 'no'. Write one of"],
    ["preferredRegion = 7", "`preferredRegion` is 7. Write a text"],
  ])("const %s is named with what to write", async (text, message) => {
    const logger = keepLog();
    const dir = await project({ "app/a/route.js": `export const ${text};\n${GET}` });
    const server = await owned.start({ dir, dev: false, logger });
    await request(server).get("/a").expect(500);
    expect(String(logger.errors[0])).toContain(`app/a/route.js: ${message}`);
  });
});

describe("params and cookies", () => {
  it("can be read without await, as in Next 14", async () => {
    const dir = await project({
      "app/[id]/[then]/route.js": `
        import { cookies, headers, draftMode } from "next/headers";
        export async function GET(request, { params }) {
          const { id } = params;
          cookies().set("a", "1");
          return Response.json([id, params.id, (await params).then, cookies().get("b").value, headers().get("x-a"),
            draftMode().isEnabled, cookies().size, [...cookies()].length]);
        }`,
    });
    const server = await owned.start({ dir, dev: false, logger: keepLog() });
    const answer = await request(server).get("/7/8").set("cookie", "b=2").set("x-a", "3");
    expect(answer.body).toEqual(["7", "7", "8", "2", "3", false, 2, 2]);
    expect(answer.headers["set-cookie"]).toEqual(["a=1; Path=/"]);
  });
});

import request from "supertest";
import { describe, expect, it } from "vitest";
import { keepLog, owned, project } from "../../support/hosts.ts";

const SEEN = `
  import { cookies, headers } from "next/headers";
  export const dynamic = "force-static";
  const seen = async (request) => Response.json([
    request.nextUrl.search,
    new URL(request.url).search,
    request.headers.get("x-a"),
    (await headers()).get("x-a"),
    (await cookies()).get("a") ?? null,
    request.method,
    await request.text(),
  ]);
`;
const ONE = `export const GET = async (_request, { params }) => Response.json(await params);`;
const SETS = `export const generateStaticParams = () => [{ id: "a" }];`;

const FILES = {
  "app/kept/route.js": `${SEEN}export const GET = seen;`,
  "app/zero/route.js": `${SEEN}export const revalidate = 0;export const GET = seen;`,
  "app/posted/route.js": `${SEEN}export const GET = seen, POST = seen;`,
  "app/each/[id]/route.js": `${SEEN}export const GET = seen, POST = seen;`,
  "app/closed/[id]/route.js": `export const dynamicParams = false;${SETS}${ONE}`,
  "app/closed-forced/[id]/route.js": `export const dynamicParams = false, dynamic = "force-static";${ONE}`,
  "app/closed-plain/[id]/route.js": `export const dynamicParams = false;${ONE}`,
};

describe.each([true, false])("dev: %s", (dev) => {
  const start = async (): Promise<ReturnType<typeof owned.start>> =>
    owned.start({ dir: await project(FILES), dev, logger: keepLog(), webBodyLimit: { "/posted": 20 } });

  it.each(["/kept", "/zero", "/posted", "/each/1"])(
    "%s, forced to be static, sees no query, headers and cookies of a GET",
    async (path) => {
      await request(await start())
        .get(`${path}?q=1`)
        .set({ "x-a": "1", cookie: "a=1" })
        .expect(200, ["", "", null, null, null, "GET", ""]);
    },
  );

  it("a POST beside it has its method and body, and its limit", async () => {
    const server = await start();
    for (const path of ["/posted", "/each/1"]) {
      await request(server)
        .post(`${path}?q=1`)
        .set({ "x-a": "1", cookie: "a=1" })
        .send("text")
        .expect(200, ["", "", null, null, null, "POST", "text"]);
    }
    await request(server).post("/posted").send("longer than twenty bytes").expect(413);
  });

  it("dynamicParams = false refuses what generateStaticParams does not give", async () => {
    const server = await start();
    await request(server).get("/closed/a").expect(200, { id: "a" });
    await request(server).get("/closed/b").expect(404);
    // Nothing makes this one static.
    await request(server).get("/closed-plain/b").expect(200, { id: "b" });
    // As in Next, which refuses all params here, and serves all in development.
    const { status } = await request(server).get("/closed-forced/b");
    expect(status).toBe(dev ? 200 : 404);
  });
});

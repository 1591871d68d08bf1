import request from "supertest";
import { describe, expect, it } from "vitest";
import { keepLog, owned, project } from "../../support/hosts.ts";

const ROUTE = `
  import { forbidden, unauthorized } from "next/navigation";
  export function GET() { forbidden(); }
  export function POST() { unauthorized(); }`;

async function started(config: string) {
  const dir = await project({ "next.config.js": `module.exports = ${config};`, "app/a/route.js": ROUTE });
  const log = keepLog();
  return { server: await owned.start({ dir, dev: false, logger: log }), log };
}

describe("forbidden() and unauthorized()", () => {
  it("answer 403 and 401 with experimental.authInterrupts", async () => {
    const { server } = await started("{ experimental: { authInterrupts: true } }");
    await request(server).get("/a").expect(403, "");
    await request(server).post("/a").expect(401, "");
  });

  it("fail without it, as in Next, with an error that says what to write", async () => {
    const { server, log } = await started("{}");
    await request(server).get("/a").expect(500, "");
    await request(server).post("/a").expect(500, "");
    expect(log.errors).toMatchObject([
      { message: expect.stringMatching(/^forbidden\(\) .*experimental: \{ authInterrupts: true \}/) },
      { message: expect.stringMatching(/^unauthorized\(\) /) },
    ]);
  });
});

import { request } from "node:http";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { keepLog, owned, project } from "../support/hosts.ts";
import { CLI, serving } from "../support/program.ts";
import { portOf } from "../support/wire.ts";

const FILES = { "pages/api/a.js": "export default () => { throw new Error('secret'); };" };

function ask(url: string, host: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/api/a`, { headers: { Host: host }, agent: false }, (res) => {
      void text(res).then((body) => resolve({ status: res.statusCode!, body }), reject);
    });
    sent.on("error", reject).end();
  });
}

describe("pages-api dev", () => {
  it("shows nothing to the script of a site whose name leads here", async () => {
    const { url } = await serving([CLI, "dev"], { cwd: await project(FILES) });
    const { port } = new URL(url);
    for (const host of [
      "evil.test",
      `evil.test:${port}`,
      "localhost.evil.test",
      "127.0.0.1.evil.test",
      "xlocalhost",
      "[evil]",
      "evil:1:2",
    ]) {
      const { status, body } = await ask(url, host);
      expect([host, status, body]).toEqual([host, 403, expect.stringContaining("--allowed-hosts")]);
      expect(body).not.toContain("secret");
    }
  });

  it("answers to localhost, to addresses and to the names that it is given", async () => {
    const args = [CLI, "dev", "--allowed-hosts", "dev.test, .all.test"];
    const { url } = await serving(args, { cwd: await project(FILES) });
    for (const host of [
      "localhost",
      "LOCALHOST:80",
      "a.localhost",
      "127.0.0.1:3000",
      "[::1]:3000",
      "10.0.0.1",
      "dev.test",
      "all.test",
      "a.b.ALL.test:1",
    ]) {
      expect([host, (await ask(url, host)).status]).toEqual([host, 500]);
    }
    expect((await ask(url, "a.dev.test")).status).toBe(403);
  });

  it("answers to any name with --allowed-hosts all", async () => {
    const { url } = await serving([CLI, "dev", "--allowed-hosts", "all"], { cwd: await project(FILES) });
    expect((await ask(url, "any.test")).status).toBe(500);
  });
});

it("a server in production answers to any name", async () => {
  const server = await owned.start({ dir: await project(FILES), dev: false, logger: keepLog() });
  expect((await ask(`http://127.0.0.1:${portOf(server)}`, "any.test")).status).toBe(500);
});

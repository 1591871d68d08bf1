import { describe, expect, it } from "vitest";
import { hosts } from "../../support/hosts.ts";
import { expectBody, echoBody, expectRefusal, limited } from "../../support/post.ts";
import { ask } from "../../support/wire.ts";

/** By the limit as it is written: its bytes, and how the refusal repeats it. */
const LIMITS: [sizeLimit: string | number | undefined, bytes: number, text: string][] = [
  [1, 1, "1"],
  [100, 100, "100"],
  ["100", 100, "100"],
  ["10b", 10, "10b"],
  ["0.5kb", 512, "0.5kb"],
  ["1kb", 1024, "1kb"],
  ["1KB", 1024, "1KB"],
  ["1 kb", 1024, "1 kb"],
  ["0", 0, "0"],
  ["2mb", 2 * 1024 * 1024, "2mb"],
  [0, 1024 * 1024, "1mb"],
  [undefined, 1024 * 1024, "1mb"],
];

describe.each(hosts)("req.body against a limit in $name", (host) => {
  it.each(LIMITS)("of %j may have exactly %i bytes", async (sizeLimit, bytes) => {
    const api = limited(sizeLimit);
    expect(await expectBody(host, "x".repeat(bytes), undefined, api)).toHaveLength(bytes);
    expect(await expectBody(host, ["x".repeat(bytes)].filter(Boolean), undefined, api)).toHaveLength(bytes);
  });

  it.each(LIMITS)("of %j is refused with %i bytes and one", async (sizeLimit, bytes, text) => {
    const api = limited(sizeLimit);
    const message = `Body exceeded ${text} limit`;
    await expectRefusal(host, "x".repeat(bytes + 1), [413, message], { api });
    const chunks = ["x".repeat(bytes), "x"].filter(Boolean);
    await expectRefusal(host, chunks, [413, message], { api, type: "text/plain; charset=latin1" });
  });

  it("counts bytes, not characters", async () => {
    const api = limited(10);
    expect(await expectBody(host, "\u00e9".repeat(5), undefined, api)).toHaveLength(5);
    await expectRefusal(host, "\u00e9".repeat(6), [413, "Body exceeded 10 limit"], { api });
  });

  it("is refused for its size before anything else", async () => {
    const message = "Body exceeded 1 limit";
    await expectRefusal(host, "{{", [413, message], { api: limited(1), type: "application/json" });
    await expectRefusal(host, "aa", [413, message], { api: limited(1), type: "text/plain; charset=bogus" });
  });

  it("is refused for HEAD without a body", async () => {
    const server = await host.start({
      routes: { "/api/route": { default: echoBody, config: { api: limited(1) } } },
    });
    const { status, statusText, body } = await ask(server, "/api/route", { method: "HEAD", body: "xx" });
    expect([status, statusText, body]).toEqual([413, "Body exceeded 1 limit", ""]);
  });
});

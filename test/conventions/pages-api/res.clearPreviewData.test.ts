import { describe, expect, it } from "vitest";
import { get } from "../../support/client.ts";
import { hosts, keepLog } from "../../support/hosts.ts";
import {
  answerOf,
  BYPASS,
  CLEARED,
  DATA,
  DELETED,
  PRODUCTION,
  serve,
  setCookies,
} from "../../support/previews.ts";

describe.each(hosts)("res.clearPreviewData() on $name", (host) => {
  it("deletes both cookies, after those that were set before", async () => {
    const answer = await answerOf(
      (_, res) => res.setHeader("Set-Cookie", "a=1").clearPreviewData(),
      {},
      host,
    );
    expect(setCookies(answer)).toEqual(["a=1", ...CLEARED]);
  });

  it("sends them once, however often it is called", async () => {
    const answer = await answerOf((_, res) => res.clearPreviewData().clearPreviewData(), {}, host);
    expect(setCookies(answer)).toEqual(CLEARED);
  });
});

describe("res.clearPreviewData() behind cookies that were cleared already", () => {
  it("sends them once", async () => {
    const server = await serve((_, res) => res.clearPreviewData().clearPreviewData({}).end());
    const answer = await get(server, { headers: { Cookie: `${BYPASS}=wrong` } });
    expect(setCookies(answer)).toEqual(CLEARED);
  });
});

describe("res.clearPreviewData()", () => {
  const inDocs = [BYPASS, DATA].map((name) => `${name}=; Path=/docs; ${DELETED}; ${PRODUCTION}`);

  it("deletes the cookies of another path", async () => {
    const answer = await answerOf((_, res) => res.clearPreviewData({ path: "/docs" }));
    expect(setCookies(answer)).toEqual(inDocs);
  });

  it("deletes those of a second path too, which Next leaves", async () => {
    const answer = await answerOf((_, res) => res.clearPreviewData().clearPreviewData({ path: "/docs" }));
    expect(setCookies(answer)).toEqual([...CLEARED, ...inDocs]);
  });

  it("clears again what the handler has overwritten, which Next does not", async () => {
    const server = await serve((_, res) => res.setHeader("Set-Cookie", "a=1").clearPreviewData().end());
    const answer = await get(server, { headers: { Cookie: `${BYPASS}=wrong` } });
    expect(setCookies(answer)).toEqual(["a=1", ...CLEARED]);
  });

  it("needs no https in development", async () => {
    const answer = await answerOf((_, res) => res.clearPreviewData(), { dev: true, logger: keepLog() });
    const lax = [BYPASS, DATA].map((name) => `${name}=; Path=/; ${DELETED}; HttpOnly; SameSite=Lax`);
    expect(setCookies(answer)).toEqual(lax);
  });
});

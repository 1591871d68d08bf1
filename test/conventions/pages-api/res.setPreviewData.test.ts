import { afterEach, describe, expect, it, vi } from "vitest";
import type { NextApiHandler } from "../../../src/index.ts";
import { get } from "../../support/client.ts";
import { hosts, keepLog } from "../../support/hosts.ts";
import {
  answerOf,
  BYPASS,
  CLEARED,
  DATA,
  OFF,
  PRODUCTION,
  previewOf,
  seen,
  sendBack,
  serve,
  setCookies,
  tell,
} from "../../support/previews.ts";

afterEach(() => void vi.useRealTimers());

describe.each(hosts)("res.setPreviewData() on $name", (host) => {
  it("sets two cookies, after those that were set before", async () => {
    const answer = await answerOf(
      (_, res) => res.setHeader("Set-Cookie", "a=1").setPreviewData({ id: 1 }),
      {},
      host,
    );
    expect(setCookies(answer)).toEqual([
      "a=1",
      expect.stringMatching(new RegExp(`^${BYPASS}=[0-9a-f]{32}; Path=/; ${PRODUCTION}$`)),
      expect.stringMatching(new RegExp(`^${DATA}=[\\w-]+; Path=/; ${PRODUCTION}$`)),
    ]);
  });

  it("gives the data to the requests that bring the cookies", async () => {
    const on = await answerOf((_, res) => res.setPreviewData({ id: 1 }), {}, host);
    expect(await seen(await serve(tell, {}, host), sendBack(on))).toEqual(["true", { id: 1 }, "true"]);
  });

  it("sends the equal cookie once, and that of the data twice, when called twice", async () => {
    const answer = await answerOf((_, res) => res.setPreviewData("a").setPreviewData("b"), {}, host);
    const names = setCookies(answer).map((field) => field.split("=")[0]);
    expect(names).toEqual([BYPASS, DATA, DATA]);
    expect(await seen(await serve(tell, {}, host), sendBack(answer))).toEqual(["true", "b", "true"]);
  });
});

describe("res.setPreviewData()", () => {
  it.each([["text"], ["žluťoučký 日本 🎉"], [{}], [[1, [2]]], [null], [{ a: { b: null } }], [""]])(
    "keeps %j as it is",
    async (data) => {
      expect(await seen(await serve(tell), await previewOf(data as object))).toEqual(["true", data, "true"]);
    },
  );

  it("hides the data, and makes another token each time", async () => {
    const [first, second] = [await previewOf("visible"), await previewOf("visible")];
    expect(first).not.toBe(second);
    const token = first.slice(first.indexOf(DATA) + DATA.length + 1);
    expect(Buffer.from(token, "base64url").toString("latin1")).not.toContain("visible");
  });

  it.each([
    [{ maxAge: 60 }, "; Max-Age=60; Path=/; "],
    [{ maxAge: 1.9 }, "; Max-Age=1; Path=/; "],
    [{ maxAge: 0 }, "; Max-Age=0; Path=/; "],
    [{ maxAge: null as unknown as number }, "; Path=/; "],
    [{ path: "/docs" }, "; Path=/docs; "],
    [{ path: "" }, "; "],
    [{ maxAge: 60, path: "/docs" }, "; Max-Age=60; Path=/docs; "],
  ])("puts %o on both cookies", async (options, attributes) => {
    const answer = await answerOf((_, res) => res.setPreviewData({}, options));
    const after = setCookies(answer).map((field) => field.slice(field.indexOf(";")));
    expect(after).toEqual([attributes + PRODUCTION, attributes + PRODUCTION]);
  });

  it("needs no https in development", async () => {
    const answer = await answerOf((_, res) => res.setPreviewData({}), { dev: true, logger: keepLog() });
    for (const field of setCookies(answer)) expect(field).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  it("counts the data as gone after maxAge, also for a client that still sends it", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const cookie = sendBack(await answerOf((_, res) => res.setPreviewData("data", { maxAge: 60 })));
    const server = await serve(tell);
    vi.setSystemTime(Date.now() + 59_000);
    expect(await seen(server, cookie)).toEqual(["true", "data", "true"]);
    vi.setSystemTime(Date.now() + 1_000);
    const answer = await get(server, { headers: { Cookie: cookie } });
    expect([JSON.parse(answer.text), setCookies(answer)]).toEqual([OFF, CLEARED]);
  });

  it("takes data that makes a cookie of 2048 characters", async () => {
    const cookie = await previewOf("x".repeat(1499));
    expect(cookie.slice(cookie.indexOf(DATA) + DATA.length + 1)).toHaveLength(2048);
    expect(await seen(await serve(tell), cookie)).toEqual(["true", "x".repeat(1499), "true"]);
  });

  const tooMuch =
    "Error: Preview data is limited to 2KB currently, reduce how much data you are storing as preview data to continue";
  it.each<[unknown, object, string]>([
    ["x".repeat(1500), {}, tooMuch],
    [undefined, {}, "TypeError: res.setPreviewData() cannot keep undefined."],
    [() => 1, {}, "TypeError: res.setPreviewData() cannot keep function."],
    [1n, {}, "TypeError: Do not know how to serialize a BigInt"],
    ["data", { maxAge: NaN }, "TypeError: option maxAge is invalid: NaN"],
    ["data", { maxAge: "soon" }, "TypeError: option maxAge is invalid: NaN"],
    ["data", { path: "/; Domain=a.test" }, "TypeError: option path is invalid: /; Domain=a.test"],
  ])("throws for %.20s and %o, and sets no cookie", async (data, options, message) => {
    const handler: NextApiHandler = (_, res) => {
      try {
        res.setPreviewData(data as object, options);
      } catch (error) {
        res.end(String(error));
      }
    };
    const answer = await get(await serve(handler));
    expect(answer.text).toContain(message);
    expect(setCookies(answer)).toEqual([]);
  });
});

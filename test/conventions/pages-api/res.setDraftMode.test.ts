import supertest from "supertest";
import { describe, expect, it } from "vitest";
import type { NextApiHandler, NextApiResponse } from "../../../src/index.ts";
import { get, PATH } from "../../support/client.ts";
import { hosts, keepLog, owned } from "../../support/hosts.ts";
import {
  answerOf,
  BYPASS,
  DELETED,
  DRAFT,
  OFF,
  PRODUCTION,
  seen,
  sendBack,
  serve,
  setCookies,
  tell,
} from "../../support/previews.ts";

const countParameters: NextApiHandler = (_, res) => {
  const members = [res.setDraftMode, res.setPreviewData, res.clearPreviewData, res.revalidate];
  res.json(members.map(({ length }) => length));
};

const compareReturned: NextApiHandler = (_, res) => {
  const returned = [res.setDraftMode({ enable: true }), res.setPreviewData("data"), res.clearPreviewData()];
  res.json(returned.map((value) => value === res));
};

const switchDraftMode: NextApiHandler = (req, res) => {
  if (req.method !== "GET") res.setDraftMode({ enable: req.method === "PUT" });
  void tell(req, res);
};

describe.each(hosts)("res.setDraftMode() on $name", (host) => {
  it("sets a cookie, after those that were set before", async () => {
    const answer = await answerOf(
      (_, res) => res.setHeader("Set-Cookie", ["a=1", "b=2"]) && (res as any).setDraftMode(),
      {},
      host,
    );
    const [a, b, cookie, ...rest] = setCookies(answer);
    expect([a, b, rest]).toEqual(["a=1", "b=2", []]);
    expect(cookie).toMatch(new RegExp(`^${BYPASS}=[0-9a-f]{32}; Path=/; ${PRODUCTION}$`));
  });

  it("turns draft mode on for the requests that bring the cookie", async () => {
    const on = await answerOf((_, res) => res.setDraftMode({ enable: true }), {}, host);
    expect(await seen(await serve(tell, {}, host), sendBack(on))).toEqual(DRAFT);
  });

  it("sends equal cookies once", async () => {
    const answer = await answerOf(
      (_, res) => res.setDraftMode({ enable: true }).setDraftMode({ enable: true }),
      {},
      host,
    );
    expect(setCookies(answer)).toHaveLength(1);
  });

  it("has Next's numbers of parameters, as have the other functions of preview mode", async () => {
    expect((await get(await serve(countParameters, {}, host))).text).toBe("[0,1,0,2]");
  });

  it("returns the response, as do the other functions that set cookies", async () => {
    expect((await get(await serve(compareReturned, {}, host))).text).toBe("[true,true,true]");
  });
});

describe("res.setDraftMode()", () => {
  it("keeps one cookie that was set before as text", async () => {
    const answer = await answerOf((_, res) =>
      res.setHeader("Set-Cookie", "a=1").setDraftMode({ enable: true }),
    );
    expect(setCookies(answer)).toEqual(["a=1", expect.stringContaining(BYPASS)]);
  });

  it("needs no https in development", async () => {
    const answer = await answerOf((_, res) => res.setDraftMode({ enable: true }), {
      dev: true,
      logger: keepLog(),
    });
    expect(setCookies(answer)).toEqual([
      expect.stringMatching(/=[0-9a-f]{32}; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
  });

  it.each([{ enable: false }, {}])("deletes the cookie with an empty value for %o", async (options) => {
    const answer = await answerOf((_, res) => res.setDraftMode(options as { enable: boolean }));
    expect(setCookies(answer)).toEqual([`${BYPASS}=; Path=/; ${DELETED}; ${PRODUCTION}`]);
  });

  it("is turned on and off again for a client that keeps cookies", async () => {
    const client = supertest.agent(await serve(switchDraftMode, { dev: true, logger: keepLog() }));
    expect((await client.get(PATH)).body).toEqual(OFF);
    expect((await client.put(PATH)).body).toEqual(OFF);
    expect((await client.get(PATH)).body).toEqual(DRAFT);
    expect((await client.delete(PATH)).body).toEqual(DRAFT);
    expect((await client.get(PATH)).body).toEqual(OFF);
  });

  it("says so where there is no route whose mode could be set", async () => {
    const logger = keepLog();
    const server = await owned.start({
      routes: {},
      logger,
      onError: (_, { res }) => void (res as NextApiResponse).setDraftMode({ enable: true }),
    });
    expect((await get(server)).status).toBe(404);
    expect(String(logger.errors)).toContain("outside a route's request they cannot be set");
  });
});

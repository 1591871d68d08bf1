import supertest from "supertest";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createServer, type NextApiHandler } from "../../../src/index.ts";
import { get, PATH } from "../../support/client.ts";
import { hosts, owned, project } from "../../support/hosts.ts";
import {
  answerOf,
  BYPASS,
  CLEARED,
  DATA,
  DRAFT,
  OFF,
  previewOf,
  seen,
  SECRET,
  sendBack,
  serve,
  setCookies,
  tell,
} from "../../support/previews.ts";

const OTHER_SECRET = "another secret, just as long";
const VARIABLE = "PAGES_API_PREVIEW_SECRET";

afterEach(() => void vi.unstubAllEnvs());

/** The cookies of preview mode one by one. */
async function pairOf(data: object): Promise<[bypass: string, token: string]> {
  return (await previewOf(data)).split("; ") as [string, string];
}

const assign: NextApiHandler = (req, res) => {
  Object.assign(req, { preview: true, previewData: 1, draftMode: true });
  void tell(req, res);
};

const createWithShort = () => createServer({ routes: {}, previewSecret: "fifteen letters" });

describe.each(hosts)("req.preview, previewData and draftMode on $name", (host) => {
  it("say that nothing is on for a request without cookies, and nothing is set", async () => {
    const answer = await get(await serve(tell, {}, host));
    expect([JSON.parse(answer.text), setCookies(answer)]).toEqual([OFF, []]);
  });

  it("say what the cookies say, and the cookies stay", async () => {
    const [bypass, token] = await pairOf({ id: 1 });
    const server = await serve(tell, {}, host);
    expect(await seen(server, bypass)).toEqual(DRAFT);
    const answer = await get(server, { headers: { Cookie: `a=1; ${token}; ${bypass}; b=2` } });
    expect([JSON.parse(answer.text), setCookies(answer)]).toEqual([["true", { id: 1 }, "true"], []]);
    expect(await seen(server, "a=1")).toEqual(OFF);
  });

  it("clear cookies that are not the server's, before the handler, which need not look", async () => {
    const server = await serve((_, res) => res.appendHeader("Set-Cookie", "a=1").end(), {}, host);
    const answer = await get(server, { headers: { Cookie: `${BYPASS}=wrong` } });
    expect(setCookies(answer)).toEqual([...CLEARED, "a=1"]);
  });

  it("can be assigned to", async () => {
    expect((await get(await serve(assign, {}, host))).text).toBe('["true",1,"true"]');
  });
});

describe("req.preview", () => {
  it.each<[string, (bypass: string, token: string) => string]>([
    ["a wrong bypass", () => `${BYPASS}=wrong`],
    ["a wrong bypass of the right length", () => `${BYPASS}=${"0".repeat(32)}`],
    ["a bypass in upper case", (bypass) => bypass.toUpperCase().replace(BYPASS.toUpperCase(), BYPASS)],
    ["data alone", (_, token) => token],
    ["data with a wrong bypass", (_, token) => `${BYPASS}=wrong; ${token}`],
    ["wrong data", (bypass) => `${bypass}; ${DATA}=wrong`],
    ["long wrong data", (bypass) => `${bypass}; ${DATA}=${"A".repeat(1000)}`],
    ["data cut off", (bypass, token) => `${bypass}; ${token.slice(0, -4)}`],
    ["data with more behind", (bypass, token) => `${bypass}; ${token}AAAA`],
    [
      "a header of a token and nothing else",
      (bypass, token) => `${bypass}; ${token.slice(0, DATA.length + 1 + 36)}`,
    ],
    ["data which is the bypass", (bypass) => `${bypass}; ${DATA}=${bypass.slice(BYPASS.length + 1)}`],
    ["a second, wrong bypass", (bypass) => `${bypass}; ${BYPASS}=wrong`],
  ])("is off for %s, and the cookies are cleared", async (_, cookieOf) => {
    const cookie = cookieOf(...(await pairOf({ id: 1 })));
    const answer = await get(await serve(tell), { headers: { Cookie: cookie } });
    expect([JSON.parse(answer.text), setCookies(answer)]).toEqual([OFF, CLEARED]);
  });

  it("is off for data with any one character changed", async () => {
    const [bypass, token] = await pairOf({});
    const server = await serve(tell);
    const start = DATA.length + 1;
    for (let index = start; index < token.length - 1; index += 1) {
      const changed = token[index] === "A" ? "B" : "A";
      const cookie = `${bypass}; ${token.slice(0, index)}${changed}${token.slice(index + 1)}`;
      expect(await seen(server, cookie), `character ${index - start}`).toEqual(OFF);
    }
  });

  it.each([`${BYPASS}=; ${DATA}=`, `${BYPASS}=`, `a=${BYPASS}`, `my${BYPASS}=1`, `${BYPASS}_2=1`, BYPASS])(
    "is off for %s, and nothing is cleared",
    async (cookie) => {
      const answer = await get(await serve(tell), { headers: { Cookie: cookie } });
      expect([JSON.parse(answer.text), setCookies(answer)]).toEqual([OFF, []]);
    },
  );

  it("goes by the last of equal names, the one that can be cleared, and takes empty data for none", async () => {
    const [bypass] = await pairOf({});
    const server = await serve(tell);
    expect(await seen(server, `${BYPASS}=wrong; ${bypass}`)).toEqual(DRAFT);
    expect(await seen(server, `${bypass}; ${DATA}=`)).toEqual(DRAFT);
  });

  it("has its cookies cleared also by the answer to a bad body", async () => {
    const ask = supertest(await serve(tell))
      .post(PATH)
      .set("Cookie", `${BYPASS}=wrong`);
    const answer = await ask.type("json").send("{");
    expect([answer.status, answer.headers["set-cookie"]]).toEqual([400, CLEARED]);
  });
});

describe("previewSecret", () => {
  it("lets servers with the same one understand each other, and no others", async () => {
    const [cookie, other] = [await previewOf({ id: 1 }), await previewOf({ id: 1 }, OTHER_SECRET)];
    const server = await serve(tell);
    expect(await seen(server, cookie)).toEqual(["true", { id: 1 }, "true"]);
    expect(await seen(server, other)).toEqual(OFF);
    const [bypass, token] = [cookie.split("; ")[0], other.split("; ")[1]];
    expect(await seen(server, `${bypass}; ${token}`)).toEqual(OFF);
    expect(cookie.split("; ")[0]).not.toBe(other.split("; ")[0]);
  });

  it("may come from the environment, where the option wins", async () => {
    vi.stubEnv(VARIABLE, SECRET);
    const fromVariable = await owned.start({ dev: false, routes: { [PATH]: tell } });
    expect(await seen(fromVariable, await previewOf({}))).toEqual(DRAFT);
    expect(await seen(await serve(tell, { previewSecret: OTHER_SECRET }), await previewOf({}))).toEqual(OFF);
  });

  it("may come from a .env file of the project", async () => {
    const dir = await project({
      ".env": `${VARIABLE}=${SECRET}`,
      [`pages${PATH}.js`]: "export default (req, res) => res.json([req.preview, req.previewData]);",
    });
    expect(await seen(await owned.start({ dev: false, dir }), await previewOf({ id: 1 }))).toEqual([
      true,
      { id: 1 },
    ]);
  });

  it.each([undefined, ""])(
    "is random, and one for the whole process, when the variable is %j",
    async (value) => {
      vi.stubEnv(VARIABLE, value);
      const options = { dev: false, routes: { [PATH]: tell } };
      const set = await owned.start({
        ...options,
        routes: { [PATH]: (_, res) => res.setPreviewData("a").end() },
      });
      const cookie = sendBack(await get(set));
      expect(await seen(await owned.start(options), cookie)).toEqual(["true", "a", "true"]);
      const empty = await answerOf((_, res) => res.setPreviewData("a"));
      expect(cookie.split("; ")[0]).not.toBe(sendBack(empty).split("; ")[0]);
    },
  );

  it("is refused at once when it is short", () => {
    expect(createWithShort).toThrow(TypeError);
    expect(createWithShort).toThrow(
      /`previewSecret`.* has 15 characters\. Give it at least 16, .*openssl rand/,
    );
    expect(() => createServer({ routes: {}, previewSecret: "" })).toThrow("has 0 characters");
  });

  it("is refused when the variable is short, where there is a route", () => {
    vi.stubEnv(VARIABLE, "short");
    expect(() => createServer({ routes: { [PATH]: tell } })).toThrow(`(or ${VARIABLE}) has 5 characters`);
  });
});

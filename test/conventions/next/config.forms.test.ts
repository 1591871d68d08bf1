import request from "supertest";
import { CLI, run } from "../../support/program.ts";
import { describe, expect, it } from "vitest";
import { createServer } from "../../../src/index.ts";
import { keepLog, listen, project } from "../../support/hosts.ts";

const ROUTE = {
  "pages/api/hello.js": "export default (req, res) => res.send(process.env.REGION ?? 'none');",
};

const VALUE = '{ basePath: "/shop", env: { REGION: "eu" } }';
const esm = (value: string): string => `export default ${value};`;
const cjs = (value: string): string => `module.exports = ${value};`;

/** How a config may be written, as an expression. */
const FORMS: [name: string, value: string][] = [
  ["an object", VALUE],
  [
    "a function of the phase",
    `(phase, { defaultConfig }) => ({ ...defaultConfig, basePath: phase === "phase-production-build" ? "/shop" : "/other", env: { REGION: "eu" } })`,
  ],
  ["an async function", `async () => (${VALUE})`],
  ["a promise", `Promise.resolve(${VALUE})`],
  ["wrapped by plugins", `withB(withA(${VALUE}))`],
];

const PLUGINS = `
  const withA = (config) => ({ ...config, webpack() { throw new Error("no webpack here"); } });
  const withB = (config) => (phase, context) => typeof config === "function" ? config(phase, context) : config;
`;

describe.each([
  ["next.config.js", cjs],
  ["next.config.cjs", cjs],
  ["next.config.mjs", esm],
  ["next.config.ts", esm],
  ["next.config.mts", esm],
])("%s", (file, write) => {
  it.each(FORMS)("may export %s", async (_, value) => {
    const log = keepLog();
    const dir = await project({ ...ROUTE, [file]: PLUGINS + write(value) });
    const server = await listen(createServer({ dir, dev: false, logger: log }));
    await request(server).get("/shop/api/hello").expect(200, "eu");
    await request(server).get("/api/hello").expect(404);
    expect(log).toMatchObject({ warnings: [], errors: [] });
  });
});

describe("a next.config that fails", () => {
  it.each([
    ["next.config.mjs", "export default {\n  x: ,\n};", "next.config.mjs:2:6: Unexpected"],
    ["next.config.mjs", "import './missing.mjs';\nexport default {};", "next.config.mjs:1:8"],
    ["next.config.mjs", "export default 5;", "Write: export default { … }"],
    ["next.config.mjs", "export default { redirects: [] };", "`redirects` is not a function"],
    ["next.config.mjs", "export default { transpilePackages: 'a' };", "Write an array of package names"],
    [
      "next.config.mjs",
      "export default { i18n: { locales: ['en'], defaultLocale: 'en', domains: {} } };",
      "`i18n.domains` is an array of",
    ],
  ])("keeps the server from starting: %s with %s", async (file, text, reason) => {
    const dir = await project({ ...ROUTE, [file]: text });
    const server = await listen(createServer({ dir, dev: false, logger: keepLog() }));
    const error = await server.ready().then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    expect(error?.message).toContain(file);
    expect(error?.message).toContain(reason);
    await request(server).get("/api/hello").expect(500);
  });

  const rule = (text: string, kind = "redirects"): string =>
    `export default { ${kind}: async () => [${text}] };`;
  const REDIRECT = "source: '/a/:x', permanent: true";

  it.each([
    [
      "a param that the source does not have",
      rule(`{ ${REDIRECT}, destination: '/b/:y' }`),
      "has :y, which neither",
    ],
    [
      "a group without a name",
      rule("{ source: '/a/(.*)', destination: '/b/:0', permanent: true }"),
      "/:rest(.*)",
    ],
    [
      "a param of its host",
      rule(`{ ${REDIRECT}, destination: 'https://:y.test/' }`),
      "has :y, which neither",
    ],
    [
      "a key of another kind",
      rule("{ source: '/a', destination: '/b', permanent: true }", "rewrites"),
      'no key "permanent"',
    ],
    ["a misspelt key", rule("{ source: '/a', destnation: '/b' }", "rewrites"), 'Did you mean "destination"?'],
    ["has that is no array", rule(`{ ${REDIRECT}, destination: '/b', has: {} }`), "need to be arrays"],
    [
      "a condition that is no regular expression",
      rule(`{ ${REDIRECT}, destination: '/b', has: [{ type: 'query', key: 'q', value: '(a' }] }`),
      "is not a regular expression",
    ],
    [
      "a host without a value",
      rule(`{ ${REDIRECT}, destination: '/b', has: [{ type: 'host' }] }`),
      "needs a `value`",
    ],
    [
      "basePath: true",
      rule(`{ ${REDIRECT}, destination: '/b', basePath: true }`),
      "`basePath` needs to be false",
    ],
    [
      "a misspelt phase",
      "export default { rewrites: async () => ({ beforefiles: [] }) };",
      'Did you mean "beforeFiles"?',
    ],
  ])("is one with a rule that could never work: %s", async (_, text, reason) => {
    const dir = await project({ ...ROUTE, "next.config.mjs": text });
    const server = await listen(createServer({ dir, dev: false, logger: keepLog() }));
    await expect(server.ready()).rejects.toThrow(reason);
    await expect(server.ready()).rejects.toThrow("next.config.mjs:1:18: ");
  });

  it.each([
    ["env: 'x'", "`env` is 'x'. Write an object such as { NAME: \"value\" }."],
    ["httpAgentOptions: 5", "`httpAgentOptions` is 5. Write an object such as { keepAlive: true }."],
    [
      "experimental: { proxyTimeout: '5s' }",
      "`experimental.proxyTimeout` is '5s'. Write a number of milliseconds.",
    ],
  ])("is one with a value of another type: %s", async (text, reason) => {
    const dir = await project({ ...ROUTE, "next.config.mjs": `export default { ${text} };` });
    const server = await listen(createServer({ dir, dev: false, logger: keepLog() }));
    await expect(server.ready()).rejects.toThrow(reason);
    await expect(server.ready()).rejects.toThrow("next.config.mjs:1:");
  });

  it.each([
    ["a param of a named group", "has: [{ type: 'host', value: '(?<who>.+).test' }], destination: '/b/:who'"],
    ["a param of a header", "has: [{ type: 'header', key: 'x-user' }], destination: '/b/:xuser'"],
    ["an unknown name in the query", "destination: '/b?c=:unknown'"],
  ])("is none with %s", async (_, text) => {
    const dir = await project({ ...ROUTE, "next.config.mjs": rule(`{ ${REDIRECT}, ${text} }`) });
    const server = await listen(createServer({ dir, dev: false, logger: keepLog() }));
    await expect(server.ready()).resolves.toBeUndefined();
  });

  it.each([
    ["next.config.js", "\nthrow new Error('no key');", "Error: no key", "next.config.js:2:7"],
    [
      "next.config.ts",
      "const a: number = 1;\nexport default () => { throw new TypeError(`bad ${a}`); };",
      "TypeError: bad 1",
      "next.config.ts:2:30",
    ],
    [
      "next.config.mjs",
      "export default {\n  async headers() { throw new Error('no header'); },\n};",
      "headers() failed. Error: no header",
      "next.config.mjs:2:27",
    ],
  ])("names the line that has thrown: %s with %s", async (file, text, reason, place) => {
    const dir = await project({ ...ROUTE, [file]: text });
    const { code, err } = await run([CLI, "start", dir]);
    expect(code).toBe(1);
    expect(err).toContain(reason);
    expect(err).toContain(`${dir}/${place}`);
  });
});

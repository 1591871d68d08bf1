import request from "supertest";
import { describe, expect, it } from "vitest";
import {
  readConfig,
  type RouteConfig,
  type RouteDefaults,
} from "../../../src/conventions/pages-api/config.ts";
import {
  createHandler,
  createServer,
  type PageConfig,
  RouteError,
  type RouteModule,
} from "../../../src/index.ts";
import { keepLog, owned, project } from "../../support/hosts.ts";

const KB = 1024;
const MB = 1024 * KB;

const defaults: RouteDefaults = {
  compress: true,
  dev: false,
  logger: console,
  preview: () => ({}) as ReturnType<RouteDefaults["preview"]>,
  queryParser: "simple",
};

/** By what a route exports as `config`: what is known about the route. */
const VALID: [config: unknown, record: Partial<RouteConfig>][] = [
  [undefined, { bodyParser: true, sizeLimit: MB, sizeLimitText: "1mb", responseLimit: 4 * MB }],
  [undefined, { extended: false, externalResolver: false, queryParser: "simple" }],
  [{}, { bodyParser: true, sizeLimit: MB }],
  [{ api: {} }, { bodyParser: true, sizeLimit: MB }],
  [{ api: null }, { bodyParser: true, sizeLimit: MB }],
  [{ api: { bodyParser: false } }, { bodyParser: false }],
  [{ api: { bodyParser: true } }, { bodyParser: true, sizeLimit: MB }],
  [{ api: { bodyParser: null } }, { bodyParser: true, sizeLimit: MB }],
  [{ api: { bodyParser: 0 } }, { bodyParser: true, sizeLimit: MB }],
  [{ api: { bodyParser: "false" } }, { bodyParser: true, sizeLimit: MB }],
  [{ api: { bodyParser: {} } }, { bodyParser: true, sizeLimit: MB }],
  [{ api: { bodyParser: { sizeLimit: "1kb" } } }, { sizeLimit: KB, sizeLimitText: "1kb" }],
  [{ api: { bodyParser: { sizeLimit: "0.5kb" } } }, { sizeLimit: 512, sizeLimitText: "0.5kb" }],
  [{ api: { bodyParser: { sizeLimit: "1KB" } } }, { sizeLimit: KB, sizeLimitText: "1KB" }],
  [{ api: { bodyParser: { sizeLimit: "1 kb" } } }, { sizeLimit: KB, sizeLimitText: "1 kb" }],
  [{ api: { bodyParser: { sizeLimit: "2gb" } } }, { sizeLimit: 2 * KB * MB }],
  [{ api: { bodyParser: { sizeLimit: "100" } } }, { sizeLimit: 100, sizeLimitText: "100" }],
  [{ api: { bodyParser: { sizeLimit: 100 } } }, { sizeLimit: 100, sizeLimitText: "100" }],
  [{ api: { bodyParser: { sizeLimit: "0" } } }, { sizeLimit: 0, sizeLimitText: "0" }],
  [{ api: { bodyParser: { sizeLimit: 0 } } }, { sizeLimit: MB, sizeLimitText: "1mb" }],
  [{ api: { bodyParser: { sizeLimit: null } } }, { sizeLimit: MB, sizeLimitText: "1mb" }],
  [{ api: { bodyParser: { sizeLimit: "" } } }, { sizeLimit: MB, sizeLimitText: "1mb" }],
  [{ api: { bodyParser: { sizeLimit: Infinity } } }, { sizeLimit: Infinity }],
  [{ api: { bodyParser: { extended: true } } }, { extended: true, sizeLimit: MB }],
  [{ api: { responseLimit: false } }, { responseLimit: Infinity }],
  [{ api: { responseLimit: 0 } }, { responseLimit: Infinity }],
  [{ api: { responseLimit: true } }, { responseLimit: 4 * MB }],
  [{ api: { responseLimit: null } }, { responseLimit: 4 * MB }],
  [{ api: { responseLimit: 1000 } }, { responseLimit: 1000 }],
  [{ api: { responseLimit: "8mb" } }, { responseLimit: 8 * MB }],
  [{ api: { externalResolver: true } }, { externalResolver: true }],
  [{ runtime: "nodejs" }, { bodyParser: true }],
  [
    { maxDuration: 5, regions: ["iad1"], api: { unknown: 1 } },
    { bodyParser: true, sizeLimit: MB },
  ],
];

const HOW_TO_WRITE_BYTES = 'Write a number of bytes, or a string such as "500kb" or "3mb".';
const HOW_TO_WRITE_OBJECTS = "needs to be an object, such as { api: { bodyParser: false } }.";

/** By a `config` that means nothing: what the developer is told. */
const INVALID: [config: unknown, ...told: string[]][] = [
  [
    { api: { bodyParser: { sizeLimit: "lots" } } },
    "`config.api.bodyParser.sizeLimit` is 'lots'",
    HOW_TO_WRITE_BYTES,
  ],
  [{ api: { bodyParser: { sizeLimit: -1 } } }, "sizeLimit` is -1", HOW_TO_WRITE_BYTES],
  [{ api: { bodyParser: { sizeLimit: "-1kb" } } }, "sizeLimit` is '-1kb'", HOW_TO_WRITE_BYTES],
  [{ api: { bodyParser: { sizeLimit: "1m" } } }, "sizeLimit` is '1m'", HOW_TO_WRITE_BYTES],
  [{ api: { bodyParser: { sizeLimit: "1 megabyte" } } }, "sizeLimit` is '1 megabyte'", HOW_TO_WRITE_BYTES],
  [{ api: { bodyParser: { sizeLimit: " 1mb" } } }, "sizeLimit` is ' 1mb'", HOW_TO_WRITE_BYTES],
  [{ api: { bodyParser: { sizeLimit: true } } }, "sizeLimit` is true", HOW_TO_WRITE_BYTES],
  [{ api: { bodyParser: { sizeLimit: {} } } }, "sizeLimit` is {}", HOW_TO_WRITE_BYTES],
  [{ api: { bodyParser: { sizeLimit: "5\u20ac" } } }, "sizeLimit` is '5\u20ac'", HOW_TO_WRITE_BYTES],
  [{ api: { bodyParser: { sizeLimit: "5\r\nmb" } } }, "sizeLimit` is '5\\r\\nmb'", HOW_TO_WRITE_BYTES],
  [{ api: { responseLimit: "much" } }, "`config.api.responseLimit` is 'much'", HOW_TO_WRITE_BYTES],
  [{ api: { responseLimit: -1 } }, "responseLimit` is -1", HOW_TO_WRITE_BYTES],
  [{ api: [] }, "`config.api`", HOW_TO_WRITE_OBJECTS],
  [{ api: false }, "`config.api`", HOW_TO_WRITE_OBJECTS],
  [{ api: "raw" }, "`config.api`", HOW_TO_WRITE_OBJECTS],
  [null, "`config`", HOW_TO_WRITE_OBJECTS],
  [[], "`config`", HOW_TO_WRITE_OBJECTS],
  ["edge", "`config`", HOW_TO_WRITE_OBJECTS],
  [{ runtime: "bogus" }, "`config.runtime`", "'bogus', expected one of nodejs, edge, experimental-edge."],
  [{ runtime: null }, "`config.runtime`", "null, expected one of nodejs, edge, experimental-edge."],
];

/** By a `runtime` that is an export of its own, beside a `config`: what the developer is told, if anything. */
const RUNTIMES: [runtime: unknown, config: unknown, told: string | undefined][] = [
  ["edge", undefined, undefined],
  ["experimental-edge", { runtime: "nodejs" }, undefined],
  ["bogus", {}, "`runtime` has an invalid value: 'bogus', expected one of nodejs, edge, experimental-edge."],
  ["nodejs", { runtime: "edge" }, undefined],
  [() => "edge", undefined, undefined],
  [{}, { runtime: "edge" }, undefined],
];

/** Values that JSON cannot hold, which a file's text cannot be made of here. */
const UNPRINTED: [name: string, config: unknown, told: string][] = [
  ["a bigint", { api: { bodyParser: { sizeLimit: 10n } } }, "sizeLimit` is 10n"],
  ["a symbol", { api: { bodyParser: { sizeLimit: Symbol("big") } } }, "sizeLimit` is Symbol(big)"],
  ["a function", { api: { responseLimit: () => 1 } }, "responseLimit` is [Function"],
];

const handler: RouteModule["default"] = (req, res) => res.json(req.body ?? "no body");

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

describe("config", () => {
  it.each(VALID)("may be %j", (config, record) => {
    expect(readConfig({ default: handler, config }, defaults)).toMatchObject(record);
  });

  it("is a frozen record once it is read", () => {
    expect(Object.isFrozen(readConfig({ default: handler }, defaults))).toBe(true);
  });

  it("takes over what the server says for all routes", () => {
    const told = { ...defaults, compress: false, dev: true, queryParser: "extended" } as const;
    const { preview: _, ...rest } = told;
    expect(readConfig({ default: handler }, told)).toMatchObject({ ...rest, extended: true });
    const config = { api: { bodyParser: { extended: false } } };
    expect(readConfig({ default: handler, config }, told)).toMatchObject({ extended: false });
  });

  it.each(INVALID)("may not be %j", (config, ...told) => {
    const error = thrownBy(() => readConfig({ default: handler, config }, defaults)) as RouteError;
    expect(error).toBeInstanceOf(RouteError);
    expect(error.code).toBe("ROUTE_CONFIG");
    for (const text of told) expect(error.message).toContain(text);
  });

  it.each(UNPRINTED)("may not hold %s as a size", (_name, config, told) => {
    const error = thrownBy(() => readConfig({ default: handler, config }, defaults)) as RouteError;
    expect(error.code).toBe("ROUTE_CONFIG");
    expect(error.message).toContain(told);
  });

  it.each(RUNTIMES)("may be beside a runtime: %j, %j", (runtime, config, told) => {
    const read = () => readConfig({ default: handler, runtime, config }, defaults);
    if (told === undefined) expect(read()).toMatchObject({ bodyParser: true });
    else
      expect(thrownBy(read)).toMatchObject({ code: "ROUTE_CONFIG", message: expect.stringContaining(told) });
  });

  it("is read once, when the route is loaded", async () => {
    const config = { api: { bodyParser: { sizeLimit: 10 } } } satisfies PageConfig;
    const server = await owned.start({ routes: { "/api/route": { default: handler, config } } });
    config.api.bodyParser.sizeLimit = 1;
    await request(server).post("/api/route").type("text").send("x".repeat(10)).expect(200);
    await request(server).post("/api/route").type("text").send("x".repeat(11)).expect(413);
  });
});

describe("config of a route that is given to the server", () => {
  it.each(INVALID)("makes createServer and createHandler throw where it is %j", (config, ...told) => {
    const routes = { "/api/route": { default: handler, config: config as PageConfig } };
    for (const create of [createServer, createHandler]) {
      const error = thrownBy(() => create({ routes })) as RouteError;
      expect(error).toBeInstanceOf(RouteError);
      expect([error.code, error.file]).toEqual(["ROUTE_CONFIG", "/api/route"]);
      expect(error.message).toMatch(/^\/api\/route: /);
      for (const text of told) expect(error.message).toContain(text);
    }
  });

  it("is not asked of a route that is no module at all", () => {
    const routes = { "/api/route": undefined } as unknown as Record<string, RouteModule>;
    expect(thrownBy(() => createServer({ routes }))).toMatchObject({
      code: "ROUTE_EXPORT",
      file: "/api/route",
    });
  });
});

describe("config of a route file", () => {
  const text = "export default (req, res) => res.json(req.body ?? 'no body');\n";
  const withConfig = (config: string): string => `${text}export const config = ${config};\n`;

  it("breaks that route alone where it means nothing, and the log says which and how", async () => {
    const files = INVALID.map(([config, ...told], index) => {
      return [`pages/api/bad${index}.js`, withConfig(JSON.stringify(config)), told] as const;
    });
    const dir = await project({
      "pages/api/good.js": text,
      ...Object.fromEntries(files.map(([file, source]) => [file, source])),
    });
    const logger = keepLog();
    const server = await owned.start({ dir, dev: false, logger });

    await request(server).get("/api/good").expect(200);
    for (const [file, , told] of files) {
      const path = file.slice("pages".length, -".js".length);
      const answer = await request(server).get(path).expect(500);
      expect(answer.text).toBe("Internal Server Error");
      const logged = logger.errors.find((error) => (error as RouteError).file === file) as RouteError;
      expect(logged).toBeInstanceOf(RouteError);
      expect(logged.code).toBe("ROUTE_CONFIG");
      expect(logged.message).toContain(`${file}: `);
      for (const part of told) expect(logged.message).toContain(part);
    }
  });

  it.each(["edge", "experimental-edge"])(
    "makes the handler one of web requests beside `export const runtime = '%s'`",
    async (runtime) => {
      const dir = await project({
        "pages/api/good.js": text,
        "pages/api/edge.js": `export const runtime = "${runtime}";\nexport default () => Response.json({});`,
      });
      const logger = keepLog();
      const server = await owned.start({ dir, dev: false, logger });
      await request(server).get("/api/good").expect(200);
      await request(server).get("/api/edge").expect(200, "{}");
      expect(logger.errors).toEqual([]);
    },
  );

  it.each([
    ["an object literal", "js", withConfig("{ api: { bodyParser: false } }")],
    ["a constant", "js", `const off = false;\n${withConfig("{ api: { bodyParser: off } }")}`],
    ["an exported name", "js", `${text}const config = { api: { bodyParser: false } };\nexport { config };\n`],
    ["a typed constant", "ts", withConfig("{ api: { bodyParser: false } } as const")],
    [
      "a property of module.exports",
      "js",
      "module.exports = (req, res) => res.json(req.body ?? 'no body');\n" +
        "module.exports.config = { api: { bodyParser: false } };\n",
    ],
  ])("may be %s", async (_name, extension, source) => {
    const dir = await project({ [`pages/api/route.${extension}`]: source });
    const server = await owned.start({ dir, dev: false });
    await request(server).post("/api/route").send({ a: 1 }).expect(200, '"no body"');
  });

  it("has keys that mean nothing here", async () => {
    const dir = await project({
      "pages/api/route.js": withConfig("{ maxDuration: 5, regions: ['iad1'], api: { unknown: true } }"),
    });
    const logger = keepLog();
    const server = await owned.start({ dir, dev: false, logger });
    await request(server).post("/api/route").send({ a: 1 }).expect(200, { a: 1 });
    expect([logger.errors, logger.warnings]).toEqual([[], []]);
  });
});

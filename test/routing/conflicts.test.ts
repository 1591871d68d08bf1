import { once } from "node:events";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { createHandler, createServer, RouteError } from "../../src/index.ts";
import { echoFiles, echoRoutes } from "../support/echo.ts";
import { keepLog, project } from "../support/hosts.ts";

type Mistake = [message: string, ...files: string[]];

/** Routes that contradict each other: Next's message for each, and the files below `pages/api`. */
const CONFLICTS: Mistake[] = [
  ["You cannot use different slug names for the same dynamic path ('a' !== 'b').", "u/[a].js", "u/[b]/x.js"],
  ["You cannot use different slug names for the same dynamic path ('a' !== 'b').", "[a]/x.js", "[b]/y.js"],
  [
    "You cannot use different slug names for the same dynamic path ('a' !== 'b').",
    "u/[...a].js",
    "u/[...b].js",
  ],
  [
    "You cannot use different slug names for the same dynamic path ('a' !== 'b').",
    "u/[[...a]].js",
    "u/[[...b]].js",
  ],
  [
    'You cannot define a route with the same specificity as a optional catch-all route ("/api/o" and "/api/o[[...p]]").',
    "o/index.js",
    "o/[[...p]].js",
  ],
  [
    'You cannot define a route with the same specificity as a optional catch-all route ("/api/o" and "/api/o[[...p]]").',
    "o.js",
    "o/[[...p]].js",
  ],
  [
    'You cannot define a route with the same specificity as a optional catch-all route ("/api/[id]" and "/api/[id][[...p]]").',
    "[id].js",
    "[id]/[[...p]].js",
  ],
  [
    'You cannot use both an required and optional catch-all route at the same level ("[...p]" and "[[...p]]" ).',
    "o/[...p].js",
    "o/[[...p]].js",
  ],
];

/** Names that mean nothing by themselves. */
const NAMES: Mistake[] = [
  ['You cannot have the same slug name "id" repeat within a single dynamic path', "[id]/[id].js"],
  ['You cannot have the same slug name "id" repeat within a single dynamic path', "[id]/x/[...id].js"],
  [
    'You cannot have the slug names "a-b" and "ab" differ only by non-word symbols within a single dynamic path',
    "[a-b]/[ab].js",
  ],
  ["Catch-all must be the last part of the URL.", "[...all]/x.js"],
  ["Catch-all must be the last part of the URL.", "[[...all]]/x.js"],
  ["Catch-all must be the last part of the URL.", "[...all]/[id].js"],
  ['Optional route parameters are not yet supported ("[[id]]").', "[[id]].js"],
  ['Optional route parameters are not yet supported ("[[]]").', "[[]].js"],
  ["Segment names may not start with erroneous periods ('..id').", "[..id].js"],
  ["Segment names may not start with erroneous periods ('.id').", "[.id].js"],
  ["Segment names may not start with erroneous periods ('.id').", "[....id].js"],
  ["Segment names may not start or end with extra brackets ('[id').", "[[id].js"],
  ["Segment names may not start or end with extra brackets ('id]').", "[id]].js"],
  ["Detected a three-dot character ('…') at ('…id'). Did you mean ('...')?", "[…id].js"],
  ['Dynamic segments need a name, such as "[...path]" ("[...]").', "[...].js"],
  ['Dynamic segments need a name, such as "[...path]" ("[[...]]").', "[[...]].js"],
  // of several mistakes the first from the left
  ["Catch-all must be the last part of the URL.", "[...all]/[..id].js"],
  ['You cannot have the same slug name "id" repeat within a single dynamic path', "[id]/[id]/[x]].js"],
  ['You cannot have the same slug name "id" repeat within a single dynamic path', "[id]/[...id]/[x].js"],
];

/** Trees that look alike, and are fine. */
const HARMLESS: string[][] = [
  ["u/[a].js", "u/[...b].js"],
  ["u/[a].js", "u/[a]/x.js", "u/[a]/[b].js"],
  ["u/[a]/x.js", "v/[b]/x.js"],
  ["o.js", "o/[...p].js"],
  ["o/[[...p]].js", "o/[id].js", "o/known.js"],
  ["o/index.js", "o/[...p].js"],
  ["[id]/a.js", "[id]/index.js"],
  ["u/[].js", "u/[id].js"],
];

describe.each(["createServer", "createHandler"])("%s", (name) => {
  const ready = async (options: object): Promise<void> =>
    (name === "createServer" ? createServer(options) : createHandler(options)).ready();

  it.each([...CONFLICTS, ...NAMES])("refuses to start: %s (%s)", async (message, ...names) => {
    const files = names.map((file) => `pages/api/${file}`);
    const dir = await project(echoFiles(files));

    const error = await ready({ dir, dev: false }).then(undefined, (reason: unknown) => reason);

    expect(error).toBeInstanceOf(RouteError);
    const { code, file, message: text } = error as RouteError;
    expect(code).toBe(names.length > 1 ? "ROUTE_CONFLICT" : "ROUTE_NAME");
    expect(files).toContain(file);
    const cure = names.length > 1 ? "Rename one of the two, or remove it." : "Rename it.";
    expect(text.split("\n")).toEqual([message, ...files.map((path) => `  ${path}`), cure]);
  });

  it.each([...CONFLICTS, ...NAMES])("refuses such `routes` too: %s (%s)", async (message, ...names) => {
    const patterns = names.map((file) => `/api/${file.replace(/(\/index)?\.js$/, "")}`);

    const error = await ready({ routes: echoRoutes(patterns) }).then(undefined, (reason: unknown) => reason);

    expect(error).toBeInstanceOf(RouteError);
    expect((error as RouteError).code).toBe(names.length > 1 ? "ROUTE_CONFLICT" : "ROUTE_NAME");
    for (const pattern of patterns) expect((error as RouteError).message).toContain(pattern);
    expect((error as RouteError).message).toContain(message.replace(/\(".*$/, ""));
  });

  it.each(CONFLICTS)(
    "refuses such `routes` in whatever order they are: %s (%s)",
    async (message, ...names) => {
      const patterns = names.map((file) => `/api/${file.replace(/(\/index)?\.js$/, "")}`).toReversed();

      const error = await ready({ routes: echoRoutes(patterns) }).then(
        undefined,
        (reason: unknown) => reason,
      );

      expect(error).toMatchObject({
        code: "ROUTE_CONFLICT",
        message: expect.stringContaining(message.slice(0, 20)),
      });
      for (const pattern of patterns) expect((error as RouteError).message).toContain(`\n  ${pattern}`);
    },
  );

  it.each(HARMLESS.map((files) => ({ files })))("starts with $files", async ({ files }) => {
    const dir = await project(echoFiles(files.map((file) => `pages/api/${file}`)));

    await expect(ready({ dir, dev: false })).resolves.toBeUndefined();
  });

  it("refuses a project without a folder of routes, and says where it looked", async () => {
    const dir = await project({ "other/api/hello.js": "" });

    await expect(ready({ dir, dev: false })).rejects.toMatchObject({
      name: "RouteError",
      code: "NO_PAGES",
      message: expect.stringContaining(
        `No routes found: looked in the folders ${dir}/pages/api and ${dir}/src/pages/api. `,
      ) as string,
    });
  });

  it("refuses a pattern that does not start with a slash", async () => {
    await expect(ready({ routes: echoRoutes(["api/hello"]) })).rejects.toMatchObject({
      code: "ROUTE_NAME",
      file: "api/hello",
    });
  });

  it("refuses a route that is no module, and says what to write", async () => {
    await expect(ready({ routes: { "/api/x": {} as never } })).rejects.toMatchObject({
      code: "ROUTE_EXPORT",
      file: "/api/x",
      message: expect.stringContaining("export default function handler") as string,
    });
  });

  it("refuses a tree in development as in production", async () => {
    const dir = await project(echoFiles(["pages/api/[a].js", "pages/api/[b].js"]));

    await expect(ready({ dir, dev: true })).rejects.toMatchObject({ code: "ROUTE_CONFLICT" });
  });
});

describe("a server whose routes contradict each other", () => {
  const broken = echoFiles(["pages/api/[a].js", "pages/api/[b]/x.js"]);

  it("emits the error where nobody asked whether it is ready", async () => {
    const server = createServer({ dir: await project(broken), dev: false, logger: keepLog() });

    const [error] = (await once(server, "error").catch((reason: unknown) => [reason])) as [unknown];

    expect(error).toMatchObject({ name: "RouteError", code: "ROUTE_CONFLICT" });
  });

  it("emits nothing where somebody asked", async () => {
    const server = createServer({ dir: await project(broken), dev: false, logger: keepLog() });
    const emitted: unknown[] = [];
    server.on("error", (error) => emitted.push(error));

    await expect(server.ready()).rejects.toThrow(RouteError);
    await new Promise(setImmediate);

    expect(emitted).toEqual([]);
  });

  it("answers 500 where it listens all the same, and logs why", async () => {
    const log = keepLog();
    const server = createServer({ dir: await project(broken), dev: false, logger: log });
    server.on("error", () => {});

    await request(server).get("/api/1").expect(500, "Internal Server Error");

    expect(log.errors).toMatchObject([{ code: "ROUTE_CONFLICT" }]);
  });
});

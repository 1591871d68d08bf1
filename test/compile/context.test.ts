import { SourceMap, type SourceMapPayload } from "node:module";
import { fileURLToPath } from "node:url";
import { mkdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { project } from "./project.ts";

const API = "pages/api/a.ts";

/** A route whose default export imports by a pattern. */
function route(expression: string): string {
  return `export default (name: string) => ${expression};`;
}

async function importer(
  expression: string,
  files: Readonly<Record<string, string>>,
): Promise<(name: string) => Promise<any>> {
  const tree = project({ ...files, [API]: route(expression) });
  return (await tree.load(API))["default"] as (name: string) => Promise<any>;
}

const FILES = {
  "lib/en.ts": "export default 'en'; export const kind: string = 'ts';",
  "lib/fr.json": '{ "text": "fr" }',
  "lib/old.js": "module.exports = { text: 'old' };",
  "lib/flagged.js": "exports.__esModule = true; exports.default = 'flagged';",
  "lib/deep/index.ts": "export default 'index';",
  "lib/deep/es.mjs": "export default 'es';",
  "lib/late.ts": "export default await Promise.resolve('late');",
};

describe.each(["{}", '{ "type": "module" }'])("import() of a pattern, with package.json %s", (manifest) => {
  const commonjs = manifest === "{}" ? {} : { "lib/package.json": '{ "type": "commonjs" }' };
  const files = { ...FILES, "package.json": manifest, ...commonjs };

  test.each([
    ["en", "en"],
    ["en.ts", "en"],
    ["deep", "index"],
    ["deep/", "index"],
    ["deep/index", "index"],
    ["deep/es", "es"],
    ["late", "late"],
    ["flagged", "flagged"],
    ["fr", { text: "fr" }],
    ["fr.json", { text: "fr" }],
    ["old", { text: "old" }],
  ])("finds %s", async (name, expected) => {
    const load = await importer("import(`../../lib/${name}`)", files);
    expect((await load(name)).default).toEqual(expected);
  });

  test("gives the module itself, with its names", async () => {
    const load = await importer("import('../../lib/' + name)", files);
    expect({ ...(await load("en")) }).toEqual({ default: "en", kind: "ts" });
    expect(await load("old")).toMatchObject({ text: "old" });
  });

  test("require of a pattern", async () => {
    const load = await importer("require(`../../lib/${name}`)", files);
    expect(load("old")).toEqual({ text: "old" });
    expect(load("fr")).toEqual({ text: "fr" });
    expect(load("en")).toMatchObject({ default: "en" });
    expect(() => load("none")).toThrow("Cannot find module '../../lib/none'");
  });
});

test("imports beside it stay as they are", async () => {
  const tree = project({
    ...FILES,
    "node_modules/plain/package.json": "{}",
    "node_modules/plain/index.js": "module.exports = 'plain';",
    [API]: `import plain from "plain";
      import old, { text } from "../../lib/old";
      import data from "../../lib/fr.json";
      export default async (name: string) => [plain, old.text, text, data.text, (await import(\`../../lib/\${name}\`)).text];`,
  });
  const { default: handler } = await tree.load(API);
  expect(await (handler as (name: string) => unknown)("old")).toEqual(["plain", "old", "old", "fr", "old"]);
});

test("an end after the name counts", async () => {
  const load = await importer("import(`../../lib/${name}.json`)", FILES);
  expect((await load("fr")).default).toEqual({ text: "fr" });
  await expect(load("en")).rejects.toThrow("Cannot find module '../../lib/en.json'");
});

test("a beginning before the name counts", async () => {
  const load = await importer("import(`../../lib/e${name}`)", FILES);
  expect((await load("n")).default).toBe("en");
});

test("what is not there is rejected, so that catch() can fall back", async () => {
  const load = await importer("import(`../../lib/${name}`).catch((error) => error.code)", FILES);
  expect(await load("none")).toBe("MODULE_NOT_FOUND");
  expect(await load("../secret")).toBe("MODULE_NOT_FOUND");
  expect(await load("toString")).toBe("MODULE_NOT_FOUND");
});

test("there is one instance of each module, and it is loaded when it is asked for", async () => {
  const tree = project({
    "lib/log.ts": "export const log: string[] = [];",
    "lib/all/one.ts": 'import { log } from "../log"; log.push("one"); export const state = { count: 0 };',
    "lib/all/two.ts": 'import { log } from "../log"; log.push("two");',
    [API]:
      'import { log } from "../../lib/log"; export default async (name: string) => { ' +
      "const found = await import(`../../lib/all/${name}`); return [log, found.state && ++found.state.count]; };",
    "pages/api/b.ts": 'import { state } from "../../lib/all/one"; export default () => ++state.count;',
  });
  const { routes } = await tree.compile(API, "pages/api/b.ts");
  const [a, b] = await Promise.all(
    [API, "pages/api/b.ts"].map((file) => import(routes.get(tree.path(file))!.url!)),
  );
  expect(await a.default("one")).toEqual([["one"], 1]);
  expect(b.default()).toBe(2);
  expect(await a.default("two")).toEqual([["one", "two"], undefined]);
});

test("a file that comes or goes below the folder, at any depth, takes effect", async () => {
  const tree = project({ "lib/en.ts": "export default 'en';", [API]: route("import(`../../lib/${name}`)") });
  const load = async (name: string): Promise<unknown> => {
    const { default: handler } = await tree.load(API);
    return (await (handler as (name: string) => Promise<{ default: unknown }>)(name)).default;
  };
  expect(await load("en")).toBe("en");
  tree.write({ "lib/fr.ts": "export default 'fr';" });
  expect(await load("fr")).toBe("fr");
  mkdirSync(tree.path("lib/deep"));
  expect(await load("en")).toBe("en");
  tree.write({ "lib/deep/es.ts": "export default 'es';" });
  expect(await load("deep/es")).toBe("es");
  tree.remove("lib/fr.ts");
  await expect(load("fr")).rejects.toThrow("Cannot find module");
  tree.write({ "lib/en.ts": "export default 'edited';" });
  expect(await load("en")).toBe("edited");
});

test("a broken file below the folder breaks the route, and is named", async () => {
  const tree = project({
    "lib/bad.ts": "const a = ;",
    "lib/en.ts": "export default 'en';",
    [API]: route("import(`../../lib/${name}`)"),
    "pages/api/b.ts": "export default () => 'b';",
  });
  const { routes, errors } = await tree.compile(API, "pages/api/b.ts");
  expect(errors.map(({ message }) => message)).toEqual(['lib/bad.ts:1:11: Unexpected ";"\n  const a = ;']);
  expect(routes.get(tree.path(API))?.error?.message).toMatch(/^lib\/bad\.ts:1:11/);
  expect(routes.get(tree.path("pages/api/b.ts"))?.error).toBeUndefined();
});

test("files that are no modules do no harm until they are asked for", async () => {
  const load = await importer("import(`../../lib/${name}`)", {
    "lib/en.ts": "export default 'en';",
    "lib/README.md": "# Texts",
    "lib/style.css": "a {}",
    "lib/.en.ts.swp": "",
  });
  expect((await load("en")).default).toBe("en");
  await expect(load("README.md")).rejects.toThrow("lib/README.md is not a module");
  await expect(load("style.css")).resolves.toBeDefined();
});

test.each([
  ["paths", '{ "paths": { "@/*": ["./none/*", "./lib/*"] } }', "@/"],
  ["paths and baseUrl", '{ "baseUrl": "./lib", "paths": { "~/*": ["./deep/../*"] } }', "~/"],
  ["baseUrl", '{ "baseUrl": "." }', "lib/"],
])("a pattern behind an alias, by %s", async (_, options, alias) => {
  const tree = project({
    "tsconfig.json": `{ "extends": "./base.json" }`,
    "base.json": `{ /* settings */ "compilerOptions": ${options}, }`,
    "lib/texts/en.ts": "export default 'en';",
    [API]: `enum Kind { A }
      const template = (name: string) => import(\`${alias}texts/\${name}\`);
      const text = async (name: string) => (await import(/* all */ "${alias}texts/" + name)).default;
      export default async (name: string) => [(await template(name)).default, await text(name), Kind.A];`,
  });
  const { default: handler } = await tree.load(API);
  expect(await (handler as (name: string) => unknown)("en")).toEqual(["en", "en", 0]);
});

test("lines and columns are those of the source", async () => {
  const text =
    'export default async (name: string) => {\n  await import(`../../lib/${name}`);\n  throw new Error("here");\n};\n';
  const tree = project({ ...FILES, [API]: text });
  const { routes } = await tree.compile(API);
  const code = readFileSync(fileURLToPath(routes.get(tree.path(API))!.url!), "utf8");
  const [, map = ""] = /base64,(\S+)/.exec(code) ?? [];
  const positions = new SourceMap(JSON.parse(Buffer.from(map, "base64").toString()) as SourceMapPayload);
  const lines = code.split("\n");
  const line = lines.findIndex((each) => each.includes('throw new Error("here")'));
  const place = positions.findEntry(line, lines[line]!.indexOf("throw"));
  expect(place).toMatchObject({ originalLine: 2, originalColumn: 2 });
});

test("a pattern that begins with a package stays Node's", async () => {
  const load = await importer("import(`plain/${name}.js`)", {
    "tsconfig.json": '{ "compilerOptions": { "baseUrl": "." } }',
    "node_modules/plain/package.json": '{ "name": "plain" }',
    "node_modules/plain/sub.js": "module.exports = 'sub';",
  });
  expect((await load("sub")).default).toBe("sub");
});

test("loads a module whose pattern no file matches: what asks for one throws, as under Next", async () => {
  const tree = project({
    "pages/api/a.js": `export default () => {
      const name = "x";
      try { return require(\`./none/\${name}.txt\`); } catch (error) {
        try { require("./nothing/" + name + ".js"); } catch { return error.code; }
      }
    };`,
  });

  expect(await tree.call("pages/api/a.js")).toBe("MODULE_NOT_FOUND");
});

test("names of the file's own do no harm", async () => {
  const tree = project({
    ...FILES,
    [API]: `const path = "p", map = "m", later = "l"; function find() { return "f"; }
      export default async (name: string) => [path, map, later, find(), (await import(\`../../lib/\${name ?? "en"}\`)).default,
        require(\`../../lib/\${name ?? "en"}\`).default];`,
  });
  expect(await tree.call(API)).toEqual(["p", "m", "l", "f", "en", "en"]);
});

test("a text in the middle, and one at the end, count", async () => {
  const files = {
    "lib/a/x/route.ts": "export default 'x';",
    "lib/b/y/route.ts": "export default 'y';",
    "lib/b/y/other.ts": "",
  };
  const tree = project({
    ...files,
    [API]: "export default async (a = 'b', b = 'y') => (await import(`../../lib/${a}/${b}/route`)).default;",
  });
  expect(await tree.call(API)).toBe("y");
});

test("code without semicolons below an import is no assertion", async () => {
  const tree = project({
    "lib/en.ts": "export default 'en'",
    [API]:
      'import assert from "node:assert"\nassert(true)\nexport default async (name = "en") => (await import(`../../lib/${name}`)).default',
  });
  expect(await tree.call(API)).toBe("en");
});

test("an error beside a pattern is told at its place in the source", async () => {
  const tree = project({
    ...FILES,
    [API]:
      'export default async (name: string) => [await import(`../../lib/${name}`), await import("./none")];',
  });
  const { errors } = await tree.compile(API);
  expect(errors.map(({ message }) => message)).toEqual([
    `${API}:1:89: Cannot find "./none". Correct the path, or create the file.\n  ` +
      'export default async (name: string) => [await import(`../../lib/${name}`), await import("./none")];',
  ]);
});

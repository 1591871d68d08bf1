import { mkdirSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { project } from "./project.ts";

const API = "pages/api/route.ts";

/** As TypeScript and Babel compile `export default function NextAuth() {}; export const version = 4`. */
const BABEL = {
  "node_modules/auth/package.json": '{ "name": "auth", "main": "./index" }',
  "node_modules/auth/index.js": `
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    const member = "ver" + "sion";
    Object.defineProperty(exports, member, { enumerable: true, get: () => 4 });
    exports.default = function NextAuth() { return "auth"; };`,
};
const PLAIN = {
  "node_modules/plain/package.json": '{ "name": "plain" }',
  "node_modules/plain/index.js":
    "module.exports = function plain() { return 'plain'; }; module.exports.extra = 1;",
};
const ESM = {
  "node_modules/modern/package.json":
    '{ "name": "modern", "type": "module", "exports": { ".": "./m.js", "./sub": "./s.js" } }',
  "node_modules/modern/m.js": "export default 'modern'; export const named = 'named';",
  "node_modules/modern/s.js": "export default 'sub';",
};

describe.each(["{}", '{ "type": "module" }', '{ "type": "commonjs" }'])(
  "with package.json %s",
  (manifest) => {
    const call = (text: string, files: Record<string, string> = {}, route = API) =>
      project({ "package.json": manifest, [route]: text, ...files }).call(route);

    test("the default of a CommonJS package is what stands behind __esModule", async () => {
      const text = `
      import NextAuth, { version } from "auth";
      import * as all from "auth";
      export default async () => {
        const later = await import("auth");
        return [NextAuth(), version, all.default(), all.version, later.default(), later.version];
      };`;
      expect(await call(text, BABEL)).toEqual(["auth", 4, "auth", 4, "auth", 4]);
    });

    test("the default of a plain CommonJS package is module.exports", async () => {
      const text = `
      import plain, { extra } from "plain";
      import * as all from "plain";
      export default async () => [plain(), extra, all.default(), all.extra, (await import("plain")).default()];`;
      expect(await call(text, PLAIN)).toEqual(["plain", 1, "plain", 1, "plain"]);
    });

    test("a package that says __esModule and has no default is its own default", async () => {
      const micro = `Object.defineProperty(exports, "__esModule", { value: true }); exports.send = () => "sent";`;
      const text = `
      import micro, { send } from "micro";
      import * as all from "micro";
      export default async () => {
        const later = await import("micro");
        return [micro.send(), send(), all.default.send(), Object.keys(all), later.default.send(), later.send()];
      };`;
      const files = {
        "node_modules/micro/package.json": '{ "name": "micro" }',
        "node_modules/micro/index.js": micro,
      };
      const keys = ["send", "default"];
      expect(await call(text, files)).toEqual(["sent", "sent", "sent", keys, "sent", "sent"]);
    });

    test("ES module packages, imported, imported later and required", async () => {
      const text = `
      import modern, { named } from "modern";
      import sub from "modern/sub";
      export default async () => [modern, named, sub, (await import("modern")).named, require("modern").named];`;
      expect(await call(text, ESM)).toEqual(["modern", "named", "sub", "named", "named"]);
    });

    test("export * of packages of both kinds", async () => {
      const text = `import * as lib from "../../lib"; export default () => [lib.extra, lib.named];`;
      const lib = `export * from "plain"; export * from "modern";`;
      expect(await call(text, { ...PLAIN, ...ESM, "lib/index.ts": lib })).toEqual([1, "named"]);
    });

    test("packages with one entry for import and another for require", async () => {
      const files = {
        "node_modules/dual/package.json": `{ "name": "dual", "exports": { ".": {
        "import": "./dual.mjs", "require": "./dual.cjs" }, "./node": { "node": "./n.cjs", "default": "./d.cjs" } } }`,
        "node_modules/dual/dual.mjs": "export default 'import';",
        "node_modules/dual/dual.cjs": "module.exports = 'require';",
        "node_modules/dual/n.cjs": "module.exports = 'node';",
        "node_modules/dual/d.cjs": "module.exports = 'default';",
      };
      const text =
        'import a from "dual"; import n from "dual/node"; export default () => [a, require("dual"), n];';
      expect(await call(text, files)).toEqual(["import", "require", "node"]);
    });

    test("imports of package.json (#alias), and the package's own name", async () => {
      const own = JSON.stringify({
        ...(JSON.parse(manifest) as object),
        name: "own",
        imports: { "#lib/*": "./lib/*.ts", "#auth": "auth", "#modern": "modern" },
        exports: { "./value": "./lib/value.ts" },
      });
      const files = {
        ...BABEL,
        ...ESM,
        "lib/value.ts": "export const value: number = 3;",
        "package.json": own,
      };
      const text = `
      import { value } from "#lib/value";
      import { value as self } from "own/value";
      import auth from "#auth";
      import { named } from "#modern";
      export default () => [value, self, auth(), named, require("#auth").version];`;
      expect(await call(text, files)).toEqual([3, 3, "auth", "named", 4]);
    });
  },
);

test.each([
  [
    "import type",
    'import type { NextApiRequest } from "next"; module.exports = (r: NextApiRequest) => "ok";',
  ],
  ["import of types", 'import { NextApiRequest } from "next"; module.exports = (r: NextApiRequest) => "ok";'],
  ["export =", 'const handler = () => "ok"; export = handler;'],
  ["import = require", 'import plain = require("plain"); export default () => plain() && "ok";'],
])("TypeScript written as CommonJS: %s", async (_, text) => {
  expect(await project({ ...PLAIN, [API]: text }).call(API)).toBe("ok");
});

test("node builtins, with and without node:, imported and required", async () => {
  const text = `
    import path from "path";
    import { readFileSync } from "node:fs";
    import * as os from "os";
    const crypto = require("crypto");
    export default () => [path.sep, typeof readFileSync, typeof os.cpus, typeof crypto.randomUUID];`;
  expect(await project({ [API]: text }).call(API)).toEqual([
    expect.any(String),
    "function",
    "function",
    "function",
  ]);
});

test("a package that is optional may be absent", async () => {
  const text =
    "let found = true; try { require('absent'); } catch { found = false; } export default () => found;";
  expect(await project({ [API]: text }).call(API)).toBe(false);
});

/** The test runner brings an addon; not under one name on every system. */
function findAddon(): string | undefined {
  const { platform, arch } = process;
  const { resolve } = createRequire(createRequire(import.meta.url).resolve("rolldown"));
  for (const suffix of ["", "-gnu", "-musl", "-msvc"]) {
    try {
      return resolve(`@rolldown/binding-${platform}-${arch}${suffix}`);
    } catch {
      // the next name
    }
  }
  return undefined;
}

test("native addons", async ({ skip }) => {
  const addon = findAddon();
  if (addon === undefined) return skip();
  const tree = project({
    "node_modules/addon/package.json": '{ "name": "addon" }',
    "node_modules/addon/index.js": `module.exports = require(${JSON.stringify(addon)});`,
    [API]: `
      import addon from "addon";
      const direct = require("../../lib/native.node");
      import imported from "../../lib/native.node";
      export default () => [typeof addon, addon === direct || typeof direct, imported === direct];`,
  });
  mkdirSync(tree.path("lib"));
  symlinkSync(addon, tree.path("lib/native.node"));
  expect(await tree.call(API)).toEqual(["object", true, true]);
});

test("workspace packages in TypeScript are compiled, and see their own packages", async () => {
  const tree = project({
    "package.json": '{ "workspaces": ["packages/*", "apps/*"] }',
    "packages/db/package.json": '{ "name": "@acme/db", "main": "./src/index.ts" }',
    "packages/db/src/index.ts": `
      import { own } from "own-dep"; import old from "own-old"; import { helper } from "./helper";
      export enum Kind { A = "a" }
      export const db = { own, old: old(), helper, kind: Kind.A };`,
    "packages/db/src/helper.ts": "export const helper: string = 'helper';",
    "packages/db/node_modules/own-dep/package.json":
      '{ "name": "own-dep", "type": "module", "exports": "./i.js" }',
    "packages/db/node_modules/own-dep/i.js": "export const own = 'own';",
    "packages/db/node_modules/own-old/package.json": '{ "name": "own-old" }',
    "packages/db/node_modules/own-old/index.js": "exports.__esModule = true; exports.default = () => 'old';",
    [API]: 'import { db } from "@acme/db"; export default () => [db, require("@acme/db").db === db];',
  });
  mkdirSync(dirname(tree.path("node_modules/@acme/db")), { recursive: true });
  symlinkSync(tree.path("packages/db"), tree.path("node_modules/@acme/db"), "dir");
  expect(await tree.call(API)).toEqual([{ own: "own", old: "old", helper: "helper", kind: "a" }, true]);
  expect((await tree.compile(API)).inputs).toContain(join(tree.dir, "packages/db/src/helper.ts"));
});

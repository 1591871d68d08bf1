import { expect, test } from "vitest";
import { project } from "./project.ts";

const API = "pages/api/route.ts";
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

test("CommonJS in a project of ES modules is refused, as in Next", async () => {
  const tree = project({ "package.json": '{ "type": "module" }', [API]: "module.exports = () => 1;" });
  await expect(tree.call(API)).rejects.toMatchObject({
    code: "ROUTE_IMPORT",
    message: expect.stringMatching(
      /^pages\/api\/\S+ failed .* since package\.json has "type": "module"\. Write `export default`, or take that out/,
    ),
  });
});

test.each(["{}", '{ "type": "commonjs" }'])("CommonJS routes with package.json %s", async (manifest) => {
  const route = "pages/api/old.js";
  const tree = project({
    "package.json": manifest,
    ...PLAIN,
    ...ESM,
    "lib/esm.ts": "export const kind: string = 'esm'; export default 1;",
    "lib/cjs.js": "exports.kind = 'cjs';",
    [route]: `
      const plain = require("plain"), { named } = require("modern");
      const esm = require("../../lib/esm"), cjs = require("../../lib/cjs");
      module.exports = () => [plain(), named, esm.kind, esm.default, cjs.kind];
      module.exports.config = { api: { bodyParser: false } };`,
  });
  expect(await tree.call(route)).toEqual(["plain", "named", "esm", 1, "cjs"]);
  expect((await tree.load(route))["config"]).toEqual({ api: { bodyParser: false } });
});

test("export * of CommonJS sources", async () => {
  const tree = project({
    "lib/index.ts": 'export * from "./old";',
    "lib/old.js": "exports.a = 1; module.exports.b = 2;",
    [API]: 'import { a, b } from "../../lib"; export default () => [a, b];',
  });
  expect(await tree.call(API)).toEqual([1, 2]);
});

test.each(["old", "flagged", "plain"])("imports of %s beside export * of it", async (name) => {
  const tree = project({
    "package.json": '{ "type": "commonjs" }',
    ...PLAIN,
    "lib/index.ts": `export * from "@/${name}"; import whole, { extra, added } from "@/${name}";
      export { whole }; export const own = [extra, added]; export const later = () => import("@/${name}");`,
    // Node does not see the name that is added.
    "lib/old.js": "exports.extra = 1; Object.assign(module.exports, { added: 2 });",
    "lib/flagged.js": `Object.defineProperty(exports, "__esModule", { value: true });
      exports.extra = 1; Object.assign(exports, { added: 2, default: "default" });`,
    "tsconfig.json":
      '{ "compilerOptions": { "paths": { "@/plain": ["./node_modules/plain"], "@/*": ["./lib/*"] } } }',
    [API]: `import { extra, own, whole, later } from "../../lib";
      export default async () => [extra, own, whole.extra ?? whole, (await later()).extra];`,
  });
  const whole = name === "flagged" ? "default" : 1;
  expect(await tree.call(API)).toEqual([1, [1, name === "plain" ? undefined : 2], whole, 1]);
});

test("exports.default counts only beside __esModule", async () => {
  const tree = project({
    "pages/api/flagged.js":
      "exports.__esModule = true; exports.default = () => 'handler'; exports.config = { a: 1 };",
    "pages/api/bare.js": "exports.default = () => 'handler';",
  });
  expect(await tree.call("pages/api/flagged.js")).toBe("handler");
  expect((await tree.load("pages/api/flagged.js"))["config"]).toEqual({ a: 1 });
  expect(typeof (await tree.load("pages/api/bare.js"))["default"]).toBe("object");
});

import { describe, expect, test } from "vitest";
import { namespaceOf } from "../../src/compile/interop.ts";
import { project } from "./project.ts";

const API = "pages/api/a.ts";
const FILES = {
  "node_modules/moment/package.json": '{ "name": "moment" }',
  "node_modules/moment/index.js":
    "module.exports = function moment() { return 'now'; }; module.exports.utc = () => 'utc';",
  "lib/make.js": "module.exports = (a) => a * 2; module.exports.extra = 1;",
  "lib/klass.js":
    "module.exports = class Klass { constructor(a) { this.a = a; } static of() { return 'of'; } };",
};

describe.each(["{}", '{ "type": "module" }'])("import * of CommonJS, with package.json %s", (manifest) => {
  const commonjs = manifest === "{}" ? {} : { "lib/package.json": '{ "type": "commonjs" }' };
  const call = (text: string) =>
    project({ ...FILES, ...commonjs, "package.json": manifest, [API]: text }).call(API);

  test("a function of a package or of an own file can be called by its namespace", async () => {
    const text = `import * as moment from "moment"; import * as make from "../../lib/make"; import * as again from "moment";
      export default async () => [moment(), moment.utc(), moment.default(), make(2), make.extra, again === moment,
        (await import("moment"))(), Object.keys(moment)];`;
    expect(await call(text)).toEqual(["now", "utc", "now", 4, 1, true, "now", ["utc", "default"]]);
  });

  test("a class can be constructed by its namespace", async () => {
    const text = `import * as Klass from "../../lib/klass"; import Default from "../../lib/klass";
      class Sub extends (Klass as any) {}
      const one = new (Klass as any)(1);
      export default () => [one.a, one instanceof Default, one instanceof (Klass as any), Klass.of(), new Sub(2).a, new Sub(2) instanceof Sub];`;
    expect(await call(text)).toEqual([1, true, true, "of", 2, true]);
  });

  test("builtin modules that are functions too", async () => {
    const text = `import * as assert from "assert"; import * as Events from "node:events"; import { strict, equal } from "node:assert";
      import check from "assert"; import EventEmitter, { once } from "events";
      assert(true); equal(1, 1);
      export default () => [typeof assert.ok, strict === check.strict, new (Events as any)() instanceof EventEmitter, typeof once];`;
    expect(await call(text)).toEqual(["function", true, true, "function"]);
  });
});

test("a member that comes after the import is found", () => {
  const loaded: Record<string, unknown> = { early: 1 };
  const namespace = namespaceOf(loaded) as Record<string, unknown>;
  loaded["late"] = 2;
  loaded["early"] = 3;
  expect([namespace["late"], namespace["early"], namespace["default"] === loaded]).toEqual([2, 3, true]);
  expect(Object.keys(namespaceOf(loaded))).toEqual(["early", "default", "late"]);
});

test.each(["text", 1, null, undefined])("%j is the default export of its module", (value) => {
  expect({ ...namespaceOf(value) }).toEqual({ default: value });
});

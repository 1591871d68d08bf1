import { expect, test } from "vitest";
import { project } from "./project.ts";

const API = "pages/api/route.ts";
const STYLES = {
  "lib/x.css": ".x {}",
  "lib/x.module.css": ".x {}",
  "lib/x.module.scss": ".x { .y {} }",
  "lib/x.module.sass": ".x",
  "node_modules/toast/package.json": '{ "name": "toast", "exports": { "./t.css": "./dist/t.css" } }',
  "node_modules/toast/dist/t.css": ".toast {}",
  "node_modules/fade.css/package.json": '{ "name": "fade.css", "main": "fade.css" }',
  "node_modules/fade.css/fade.css": ".fade {}",
};

test.each([
  "../../lib/x.css",
  "../../lib/x.module.css",
  "../../lib/x.module.scss",
  "../../lib/x.module.sass",
  "toast/t.css",
  "fade.css",
])("%s is an empty object, however it is imported", async (name) => {
  const text = `
    import "${name}";
    import styles, { some } from "${name}";
    import * as all from "${name}";
    export * from "${name}";
    export default async () => [styles, styles.x, some, all.default, (await import("${name}")).default, require("${name}")];`;
  expect(await project({ ...STYLES, [API]: text }).call(API)).toEqual([{}, undefined, undefined, {}, {}, {}]);
});

test("a route written as CommonJS", async () => {
  const route = "pages/api/old.js";
  const text =
    'require("toast/t.css"); const styles = require("../../lib/x.module.css"); module.exports = () => styles;';
  expect(await project({ ...STYLES, [route]: text }).call(route)).toEqual({});
});

test("a package whose name ends like a style sheet's is a package", async () => {
  const tree = project({
    "node_modules/x.css/package.json": '{ "name": "x.css", "main": "x.js" }',
    "node_modules/x.css/x.js": "module.exports = 'x';",
    [API]: 'import x from "x.css"; export default () => x;',
  });
  expect(await tree.call(API)).toBe("x");
});

test("a style sheet that is not there is told of, and one that comes is found", async () => {
  const tree = project({ [API]: 'import styles from "./x.module.css"; export default () => styles;' });
  const { errors } = await tree.compile(API);
  expect(errors.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^pages\/api\/route\.ts:1:20: Cannot find "\.\/x\.module\.css"/),
  ]);
  tree.write({ "pages/api/x.module.css": ".x {}" });
  expect(await tree.call(API)).toEqual({});
  tree.remove("pages/api/x.module.css");
  expect((await tree.compile(API)).errors).toHaveLength(1);
});

import { expect, test } from "vitest";
import { project } from "./project.ts";

const API = "pages/api/a.ts";
const JSON_OF = (manifest: object): string => JSON.stringify(manifest);
const PACKAGES = {
  "node_modules/ex/package.json": JSON_OF({
    version: "1.2.3",
    exports: { ".": "./i.js", "./gone": "./gone.js", "./hidden": null, "./web": { browser: "./i.js" } },
  }),
  "node_modules/ex/i.js": "",
  "node_modules/one/package.json": JSON_OF({ version: "2.0.0", exports: "./i.js" }),
  "node_modules/one/i.js": "",
  "node_modules/plain/package.json": JSON_OF({ version: "4.0.0" }),
  "node_modules/plain/index.js": "",
  "node_modules/unbuilt/package.json": JSON_OF({ version: "0.1.0", main: "dist/index.js" }),
  "node_modules/only-types/package.json": JSON_OF({ types: "./index.d.ts" }),
  "node_modules/only-types/index.d.ts": "",
  "lib/db.ts": "",
};

test.each([
  [
    "ex/sub",
    'The package "ex" 1.2.3 is installed, but its "exports" do not have "./sub", only ".", "./gone", "./web".',
  ],
  ["ex/hidden", 'The package "ex" 1.2.3 is installed, but its "exports" do not have "./hidden", only'],
  [
    "ex/gone",
    'The package "ex" 1.2.3 is installed, but the file that its "exports" name for "./gone" does not exist, or is not for Node.',
  ],
  [
    "ex/web",
    'The package "ex" 1.2.3 is installed, but the file that its "exports" name for "./web" does not exist, or is not for Node.',
  ],
  ["one/sub", 'The package "one" 2.0.0 is installed, but its "exports" do not have "./sub", only ".".'],
  ["plain/sub", 'The package "plain" 4.0.0 is installed, but has no file "./sub".'],
  [
    "unbuilt",
    'The package "unbuilt" 0.1.0 is installed, but its main file dist/index.js does not exist. If it is a package of this repository, build it.',
  ],
  [
    "only-types",
    'The package "only-types" is installed, but contains no code. If it has types only, write `import type`.',
  ],
  ["absent/sub", 'Cannot find the package "absent" (import of "absent/sub"). Run: npm install absent'],
  [
    "lib/db",
    'Cannot find the package "lib" (import of "lib/db"). If it stands for the folder lib of this project, set "baseUrl" in tsconfig.json.',
  ],
])("an import of %s that finds nothing says why", async (name, advice) => {
  const tree = project({ ...PACKAGES, [API]: `import x from "${name}";\nexport default () => x;` });
  const error = (await tree.compile(API)).routes.get(tree.path(API))?.error;
  expect(error?.message).toContain(`${API}:1:15: ${advice}`);
});

test("an import of a file that is no module says so, at its place", async () => {
  const tree = project({
    "lib/text.md": "# Text",
    [API]: 'import text from "../../lib/text.md"; export default () => text;',
  });
  const error = (await tree.compile(API)).routes.get(tree.path(API))?.error;
  expect(error?.message).toBe(
    `${API}:1:18: lib/text.md is not a module. Read it with node:fs.\n  import text from "../../lib/text.md"; export default () => text;`,
  );
});

test.each([
  [{ dependencies: { zod: "^4.0.0" } }, "zod", "package.json names it. Run: npm install"],
  [{ dependencies: { "@acme/shared": "workspace:*" } }, "@acme/shared", "It is a package of this repository"],
  [{ workspaces: ["packages/*"] }, "shared", "It is a package of this repository"],
  [{ workspaces: { packages: ["./packages/**"] } }, "deep", "It is a package of this repository"],
  [{ workspaces: ["packages/de*"] }, "deep", "It is a package of this repository"],
  [{ name: "@acme/web" }, "@acme/shared", "It is a package of this repository"],
])("a package that waits to be installed is not looked for elsewhere: %j", async (manifest, name, advice) => {
  const tree = project({
    "package.json": JSON_OF(manifest),
    "packages/shared/package.json": JSON_OF({ name: "shared" }),
    "packages/deep/package.json": JSON_OF({ name: "deep" }),
    [API]: `import x from "${name}";\nexport default () => x;`,
  });
  const { message = "" } = (await tree.compile(API)).routes.get(tree.path(API))?.error ?? {};
  expect(message).toContain(`Cannot find the package "${name}" (import of "${name}"). ${advice}`);
  expect(message).not.toContain(`npm install ${name}`);
});

test.each([
  [
    'packages:\n  # all of them\n  - "!packages/x"\n\n  - "packages/**" # deep\ncatalog:\n  - other/*\n',
    "shared",
  ],
  ["onlyBuiltDependencies: [x]\npackages: [web, 'packages/*']\n", "shared"],
])("packages that pnpm-workspace.yaml names are not looked for elsewhere: %j", async (yaml, name) => {
  const tree = project({
    "pnpm-workspace.yaml": yaml,
    "package.json": "{}",
    "packages/shared/package.json": JSON_OF({ name: "shared" }),
    "other/a/package.json": JSON_OF({ name: "other" }),
    [API]: `import x from "${name}";\nimport y from "other";\nexport default () => [x, y];`,
  });
  const { message = "" } = (await tree.compile(API)).routes.get(tree.path(API))?.error ?? {};
  expect(message).toContain(
    `Cannot find the package "${name}" (import of "${name}"). It is a package of this repository: ` +
      "name it in package.json, and run in its root: pnpm install",
  );
});

test("a package that nobody has named is added with the package manager of the project", async () => {
  const tree = project({
    "yarn.lock": "",
    [API]: 'import x from "absent";\nexport default () => x;',
  });
  const { message } = (await tree.compile(API)).routes.get(tree.path(API))!.error!;
  expect(message).toContain('Cannot find the package "absent" (import of "absent"). Run: yarn add absent');
});

test.each(["~", "~/lib/db"])("%s is an alias, not a package to install", async (name) => {
  const tree = project({ [API]: `import x from "${name}";\nexport default () => x;` });
  const { message } = (await tree.compile(API)).routes.get(tree.path(API))!.error!;
  expect(message).toContain(`Cannot find "${name}". Add it to "paths" in tsconfig.json`);
});

test.each([
  ["@/user", "users"],
  ["@/usesr", "users"],
  ["@/uesrs.ts", "users.ts"],
])("an alias whose file is missing names the file, and the nearest one: %s", async (name, nearest) => {
  const tree = project({
    "tsconfig.json": JSON_OF({ compilerOptions: { paths: { "@/*": ["./lib/*"] } } }),
    "lib/users.ts": "",
    [API]: `import x from "${name}";\nexport default () => x;`,
  });
  const { message } = (await tree.compile(API)).routes.get(tree.path(API))!.error!;
  expect(message).toContain(
    `Cannot find "${name}": "paths" of tsconfig.json makes it ${tree.path(name.replace("@", "lib"))}, ` +
      `and no such file exists. Did you mean "@/${nearest}"?`,
  );
});

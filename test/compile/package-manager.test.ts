import { expect, test } from "vitest";
import { packageManagerOf } from "../../src/compile/uninstalled.ts";
import { project } from "./project.ts";

test.each([
  ["pnpm-lock.yaml", "", "pnpm install"],
  ["pnpm-workspace.yaml", "packages: [web]", "pnpm install"],
  ["yarn.lock", "", "yarn install"],
  ["bun.lock", "", "bun install"],
  ["package.json", '{"packageManager":"pnpm@9.15.9+sha512.0"}', "pnpm install"],
  ["package.json", '{"packageManager":"other@1"}', "npm install"],
])("what %s (%j) above a project says decides the command: %s", (file, text, command) => {
  const tree = project({ [file]: text, "web/package.json": '{"name":"web"}' });

  expect(packageManagerOf(tree.path("web/pages")).install).toBe(command);
});

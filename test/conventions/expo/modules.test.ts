import { createRequire } from "node:module";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import request from "supertest";
import { expect, it } from "vitest";
import { owned, project } from "../../support/hosts.ts";

/** Any native addon that is installed. */
function addon(): string {
  const { resolve } = createRequire(createRequire(import.meta.url).resolve("rolldown"));
  return resolve(`@rolldown/binding-${process.platform}-${process.arch}-gnu`);
}

it("imports native addons", async () => {
  const dir = await project({
    "app/native+api.ts": `
      import addon from "native";
      export const GET = () => Response.json(typeof addon);`,
    "node_modules/native/package.json": '{ "name": "native", "main": "index.js" }',
    "node_modules/native/index.js": "module.exports = require('./addon.node');",
  });
  await cp(addon(), join(dir, "node_modules/native/addon.node"));
  const server = await owned.start({ dir, dev: false });
  await request(server).get("/native").expect(200, '"object"');
});

it("imports packages that are ES modules only, and modules that are named at run time", async () => {
  const dir = await project({
    "app/only+api.ts": `
      import { value } from "only";
      export async function GET(request: Request) {
        const name = new URL(request.url).searchParams.get("name");
        const { default: text } = await import(\`../texts/\${name}.ts\`);
        return Response.json([value, text]);
      }`,
    "texts/a.ts": "export default 'text a';",
    "texts/b.ts": "export default 'text b';",
    "node_modules/only/package.json": '{ "name": "only", "type": "module", "exports": "./index.js" }',
    "node_modules/only/index.js": "export const value = await Promise.resolve('only');",
  });
  const server = await owned.start({ dir, dev: false });
  await request(server).get("/only?name=a").expect(200, ["only", "text a"]);
  const { body } = await request(server).get("/only?name=b");
  expect(body).toEqual(["only", "text b"]);
});

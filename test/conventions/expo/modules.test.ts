import { symlink } from "node:fs/promises";
import { join } from "node:path";
import request from "supertest";
import { expect, it } from "vitest";
import { owned, project } from "../../support/hosts.ts";

it("imports native addons: sharp", async () => {
  const dir = await project({
    "app/image+api.ts": `
      import sharp from "sharp";
      export async function GET() {
        const image = sharp({ create: { width: 2, height: 3, channels: 3, background: "red" } });
        return new Response(await image.png().toBuffer(), { headers: { "Content-Type": "image/png" } });
      }`,
  });
  const modules = join(import.meta.dirname, "../../../node_modules");
  for (const name of ["sharp", "@img", "detect-libc", "semver"]) {
    // oxlint-disable-next-line no-await-in-loop -- four links
    await symlink(join(modules, name), join(dir, "node_modules", name));
  }
  const server = await owned.start({ dir, dev: false });
  const { body, headers } = await request(server).get("/image").expect(200);
  expect(headers["content-type"]).toBe("image/png");
  // The size is in the first chunk of a PNG.
  expect([(body as Buffer).readUInt32BE(16), (body as Buffer).readUInt32BE(20)]).toEqual([2, 3]);
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

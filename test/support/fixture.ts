import { copyFile, cp, mkdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

const source = new URL("../fixtures/project", import.meta.url).pathname;

/** Copies `test/fixtures/project` into a folder and gives it its packages. */
export async function copyFixture(dir: string, type?: "module" | "commonjs"): Promise<void> {
  await cp(source, dir, { recursive: true });
  await rename(join(dir, "modules"), join(dir, "node_modules"));
  await mkdir(join(dir, "node_modules/@acme"));
  await symlink("../../packages/db", join(dir, "node_modules/@acme/db"), "dir");
  await copyFile(nativeAddon(), join(dir, "lib/native.node"));
  if (type === undefined) return;
  const manifest = JSON.parse(await readFile(join(dir, "package.json"), "utf8")) as object;
  await writeFile(join(dir, "package.json"), JSON.stringify({ ...manifest, type }));
  // As Next does, the loader refuses CommonJS in `.js` files there.
  if (type === "module") {
    await rm(join(dir, "pages/api/commonjs"), { recursive: true });
    await rename(join(dir, "lib/script.js"), join(dir, "lib/script.cjs"));
  }
}

/** Any that is installed. */
function nativeAddon(): string {
  const { resolve } = createRequire(createRequire(import.meta.url).resolve("rolldown"));
  return resolve(`@rolldown/binding-${process.platform}-${process.arch}-gnu`);
}

import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** Each module stays a file, and imports the others as JavaScript. */
const apart: Plugin = {
  name: "apart",
  setup({ onResolve }) {
    onResolve({ filter: /^\..*\.ts$/ }, ({ path, kind }) =>
      kind === "entry-point" ? undefined : { path: path.replace(/ts$/, "js"), external: true },
    );
  },
};

/** This package as JavaScript, for programs that run outside of the test runner; returns the folder of its modules. */
export async function compiledPackage(): Promise<string> {
  const folder = join(root, "node_modules/.cache", `load-test-${process.pid}`);
  const dist = join(folder, "dist");
  if (existsSync(join(folder, "package.json"))) return dist;
  mkdirSync(folder, { recursive: true });
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const src = join(root, "src");
  const files = readdirSync(src, { recursive: true, encoding: "utf8" });
  await build({
    entryPoints: files.filter((file) => /(?<!\.d)\.ts$/.test(file)).map((file) => join(src, file)),
    outbase: src,
    outdir: dist,
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "node",
    plugins: [apart],
  });
  writeFileSync(join(folder, "package.json"), '{ "type": "module", "version": "0.0.0" }');
  return dist;
}

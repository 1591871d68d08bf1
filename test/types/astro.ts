/** Compiles endpoints without Astro, and beside the types of each Astro in use. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const VERSIONS = ["5", "6", "7"];
/** What Astro's types are made of where endpoints meet them. */
const NEEDED = ["@types/node", "undici-types", "cookie", "vite"];

const root = new URL("../..", import.meta.url).pathname;
const dir = mkdtempSync(join(tmpdir(), "pages-api-types-"));
const run = (command: string, args: readonly string[]): string =>
  execFileSync(command, args, { cwd: dir, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }).trim();

function link(name: string): void {
  mkdirSync(dirname(join(dir, "node_modules", name)), { recursive: true });
  symlinkSync(join(root, "node_modules", name), join(dir, "node_modules", name), "dir");
}

/** Astro's declarations alone, with the version. */
function takeTypes(version: string): string {
  const to = join(dir, "node_modules/astro");
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  const tarball = run("npm", ["pack", `astro@${version}`, "--silent"]);
  const wanted = ["--strip-components=1", "--wildcards", "package/package.json", "*.d.ts"];
  run("tar", ["-xzf", join(dir, tarball), "-C", to, ...wanted]);
  rmSync(join(dir, tarball));
  return tarball.replace(/^astro-|\.tgz$/g, "");
}

function compile(include: readonly string[], types: readonly string[], subject: string): void {
  const compilerOptions = {
    module: "esnext",
    moduleResolution: "bundler",
    types: ["node", ...types],
    target: "es2022",
    strict: true,
    noEmit: true,
    skipLibCheck: true,
  };
  writeFileSync(join(dir, "tsconfig.json"), JSON.stringify({ compilerOptions, include }));
  run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "."]);
  console.log(subject);
}

try {
  writeFileSync(join(dir, "package.json"), "{}");
  for (const name of NEEDED) link(name);
  const self = join(dir, "node_modules/pages-api");
  for (const name of ["dist", "astro.d.ts", "package.json"])
    cpSync(join(root, name), join(self, name), { recursive: true });
  for (const name of ["astro-routes", "astro-beside"])
    cpSync(join(root, "test/types", name), join(dir, name), { recursive: true });
  compile(["astro-routes"], ["pages-api/astro"], "without astro: endpoints type-check");
  for (const wanted of VERSIONS) {
    const version = takeTypes(wanted);
    compile(["astro-routes"], ["astro/client"], `astro ${version}: endpoints type-check`);
    compile(
      ["astro-routes"],
      ["astro/client", "pages-api/astro"],
      `astro ${version}: its own types come first`,
    );
    compile(["astro-beside"], ["pages-api/astro"], `astro ${version}: its context is one of ours`);
  }
} catch (error) {
  const { stdout, message } = error as { stdout?: string; message: string };
  console.error(stdout || message);
  process.exitCode = 1;
} finally {
  rmSync(dir, { recursive: true, force: true });
}

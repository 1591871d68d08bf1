/** Compiles `beside-expo/` with the types of each Expo that is named here, and of this package. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const EXPO = ["57", "58"];
const PACKAGES = ["@types", "undici-types"];

const root = new URL("../..", import.meta.url).pathname;
const dir = mkdtempSync(join(tmpdir(), "pages-api-types-"));
const run = (command: string, args: readonly string[]): string =>
  execFileSync(command, args, { cwd: dir, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }).trim();

function prepare(): void {
  writeFileSync(join(dir, "package.json"), '{ "type": "module" }');
  const self = join(dir, "node_modules/pages-api");
  for (const name of ["dist", "expo.d.ts", "package.json"])
    cpSync(join(root, name), join(self, name), { recursive: true });
  for (const name of PACKAGES)
    symlinkSync(join(root, "node_modules", name), join(dir, "node_modules", name), "dir");
  cpSync(join(root, "test/types/beside-expo"), join(dir, "beside"), { recursive: true });
  const compilerOptions = {
    module: "esnext",
    moduleResolution: "bundler",
    target: "es2022",
    lib: ["es2023", "dom", "dom.iterable"],
    types: ["node"],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
  };
  writeFileSync(join(dir, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["beside"] }));
}

function take(version: string): string {
  const to = join(dir, "node_modules/expo-server");
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to);
  const tarball = run("npm", ["pack", `expo-server@${version}`, "--silent"]);
  run("tar", ["-xzf", tarball, "-C", to, "--strip-components=1"]);
  return tarball.replace(/^expo-server-|\.tgz$/g, "");
}

try {
  prepare();
  for (const wanted of EXPO) {
    const version = take(wanted);
    run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "."]);
    console.log(`expo-server ${version}: assignable both ways`);
  }
} catch (error) {
  const { stdout, message } = error as { stdout?: string; message: string };
  console.error(stdout || message);
  process.exitCode = 1;
} finally {
  rmSync(dir, { recursive: true, force: true });
}

/** Compiles the files of `beside-expo/` with the types of each Expo that is named here, and of this package. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Beside {
  readonly packages: readonly string[];
  readonly files: readonly string[];
}

const TODAY = ["expo.ts", "router.ts"];
/** Expo 57 and 58, then those whose names older documentation has: Expo 54, and the server before `expo-server`. */
const EXPO: readonly Beside[] = [
  { packages: ["expo-server@57", "expo-router@57"], files: TODAY },
  { packages: ["expo-server@58", "expo-router@58"], files: TODAY },
  { packages: ["expo-server@1", "expo-router@6"], files: ["older-router.ts"] },
  { packages: ["@expo/server@0.7"], files: ["older-server.ts"] },
];
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
}

function compile(files: readonly string[]): void {
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
  const config = { compilerOptions, files: files.map((name) => `beside/${name}`) };
  writeFileSync(join(dir, "tsconfig.json"), JSON.stringify(config));
  run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "."]);
}

/** Unpacks a package without its dependencies, and says its version. */
function take(wanted: string): string {
  const name = wanted.slice(0, wanted.lastIndexOf("@"));
  const to = join(dir, "node_modules", name);
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  const packed = run("npm", ["pack", wanted, "--json", "--silent"]);
  const [{ filename, version }] = JSON.parse(packed) as [{ filename: string; version: string }];
  run("tar", ["-xzf", filename, "-C", to, "--strip-components=1"]);
  return `${name} ${version}`;
}

try {
  prepare();
  for (const { packages, files } of EXPO) {
    const taken = packages.map(take).join(", ");
    compile(files);
    console.log(`${taken}: assignable both ways`);
  }
} catch (error) {
  const { stdout, message } = error as { stdout?: string; message: string };
  console.error(stdout || message);
  process.exitCode = 1;
} finally {
  rmSync(dir, { recursive: true, force: true });
}

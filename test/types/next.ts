/** Compiles `beside/` with the types of each Next that is installed out there, and routes without any, with the compilers in use. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { OTHERS } from "./others.ts";

const NEXT = ["13", "14", "15", "16"];
const COMPILERS = [
  { typescript: "5.4", moduleResolution: "node" },
  { typescript: "5.4", moduleResolution: "bundler" },
  { typescript: "5.9", moduleResolution: "node" },
  { typescript: "5.9", moduleResolution: "bundler" },
  { typescript: "5.9", moduleResolution: "nodenext" },
  { typescript: "7", moduleResolution: "bundler" },
  { typescript: "7", moduleResolution: "nodenext" },
];
/** What the types of Next and of this package need, from here. */
const PACKAGES = ["@types/node", "undici-types", "@edge-runtime/cookies"];

const root = new URL("../..", import.meta.url).pathname;
const dir = mkdtempSync(join(tmpdir(), "pages-api-types-"));
const run = (command: string, args: readonly string[], cwd = dir): string =>
  execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }).trim();

/** Next's declarations alone: the rest of it is a hundred megabytes. */
function takeTypes(version: string): string {
  const to = join(dir, "node_modules/next");
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  const tarball = run("npm", ["pack", `next@${version}`, "--silent"]);
  const wanted = ["--strip-components=1", "--wildcards", "package/package.json", "*.d.ts"];
  run("tar", ["-xzf", join(dir, tarball), "-C", to, ...wanted]);
  rmSync(join(dir, tarball));
  return tarball.replace(/^next-|\.tgz$/g, "");
}

function prepare(): void {
  writeFileSync(join(dir, "package.json"), "{}");
  for (const name of PACKAGES) {
    mkdirSync(dirname(join(dir, "node_modules", name)), { recursive: true });
    symlinkSync(join(root, "node_modules", name), join(dir, "node_modules", name), "dir");
  }
  const self = join(dir, "node_modules/pages-api");
  for (const name of ["dist", "next.d.ts", "package.json"])
    cpSync(join(root, name), join(self, name), { recursive: true });
  for (const name of ["beside", "beside-app"])
    cpSync(join(root, "test/types", name), join(dir, name), { recursive: true });
  mkdirSync(join(dir, "without"));
  cpSync(join(root, "test/types/routes.ts"), join(dir, "without/routes.ts"));
  writeFileSync(join(dir, "without/others.ts"), OTHERS);
  const compilers = [...new Set(COMPILERS.map(({ typescript }) => typescript))];
  run("npm", [
    "install",
    "--silent",
    "--no-save",
    "--prefix",
    "tools",
    ...compilers.map((version) => `ts${version}@npm:typescript@${version}`),
  ]);
}

/** Compiles a folder with each compiler. */
function compile(include: string, subject: string): void {
  for (const { typescript, moduleResolution } of COMPILERS) {
    compileBy(typescript, moduleResolution, include);
    console.log(`${subject}, typescript ${typescript}, ${moduleResolution}`);
  }
}

function compileBy(typescript: string, moduleResolution: string, include: string): void {
  const compilerOptions = {
    module: moduleResolution === "nodenext" ? "nodenext" : "esnext",
    moduleResolution,
    types: ["node", "pages-api/next"],
    target: "es2022",
    jsx: "preserve",
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    esModuleInterop: true,
  };
  writeFileSync(join(dir, "tsconfig.json"), JSON.stringify({ compilerOptions, include: [include] }));
  run(process.execPath, [`tools/node_modules/ts${typescript}/bin/tsc`, "-p", "."]);
}

try {
  prepare();
  compile("without", "without next: routes type-check");
  for (const wanted of NEXT) {
    const version = takeTypes(wanted);
    compile("beside", `next ${version}: assignable both ways`);
    if (Number(wanted) >= 15)
      compile("beside-app", `next ${version}: modules of app/ in the place of its own`);
  }
} catch (error) {
  const { stdout, message } = error as { stdout?: string; message: string };
  console.error(stdout || message);
  process.exitCode = 1;
} finally {
  rmSync(dir, { recursive: true, force: true });
}

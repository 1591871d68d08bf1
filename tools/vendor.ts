/*
 * Puts the small packages that this one is made of into `dist/vendor`, after `tsc`. Whoever installs pages-api gets one
 * package in place of dozens. They are devDependencies; what users set versions of, or what has a binary, stays a
 * dependency. A package that reaches `dist` and is neither is an error.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { builtinModules, createRequire } from "node:module";
import { basename, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type BuildOptions } from "esbuild";
import { OUTPUT, specifierOf } from "./output.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const vendor = join(dist, "vendor");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Record<
  "dependencies" | "devDependencies" | "peerDependencies",
  Record<string, string>
>;
const kept = new Set([
  ...Object.keys(manifest.dependencies),
  ...Object.keys(manifest.peerDependencies),
  ...builtinModules,
]);

/** `from "x"`, `import("x")`, `import "x"`, and `require("x")` of what `createRequire` gave. */
const IMPORT =
  /(\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)"((?:@[\w.-]+\/)?[a-z][\w.-]*(?:\/[\w./-]+)?)"/g;

function packageOf(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

function isBundled(specifier: string): boolean {
  const name = packageOf(specifier);
  return !kept.has(name) && name in manifest.devDependencies;
}

function outputOf(specifier: string, commonjs: boolean): string {
  return `${specifier.replaceAll("/", "-").replace("@", "")}.${commonjs ? "cjs" : "js"}`;
}

const files = readdirSync(dist, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".js") && !file.startsWith(`vendor${sep}`))
  .map((file) => join(dist, file));

// A type that a user's compiler would look for in vain.
for (const file of readdirSync(dist, { recursive: true, encoding: "utf8" })) {
  if (!file.endsWith(".d.ts")) continue;
  for (const [, , specifier = ""] of readFileSync(join(dist, file), "utf8").matchAll(IMPORT)) {
    if (isBundled(specifier))
      throw new Error(`dist/${file} names "${specifier}", which is bundled. Keep it a dependency.`);
  }
}

rmSync(vendor, { recursive: true, force: true });
mkdirSync(vendor, { recursive: true });
const modules = new Map<string, string>();
/** The names that are imported of each: CommonJS does not list its exports where a bundler could read them. */
const names = new Map<string, Set<string>>();
const scripts = new Map<string, string>();
for (const file of files) {
  const code = readFileSync(file, "utf8");
  for (const [, list = "", specifier = ""] of code.matchAll(/import (?:\w+, )?\{([^}]*)\} from "([^"]+)"/g)) {
    const known = names.get(specifier) ?? new Set();
    for (const name of list.split(",")) if (name.trim() !== "") known.add(name.trim().split(" ")[0]!);
    names.set(specifier, known);
  }
  const linked = code.replaceAll(IMPORT, (text, before: string, specifier: string) => {
    if (!isBundled(specifier)) return text;
    const commonjs = before.startsWith("require");
    const name = outputOf(specifier, commonjs);
    (commonjs ? scripts : modules).set(name, specifier);
    return `${before}"${specifierOf(join(vendor, name), file)}"`;
  });
  if (linked !== code) writeFileSync(file, linked);
}

const options = {
  ...OUTPUT,
  outdir: vendor,
  // Another version of a dependency may be what a package here needs.
  external: ["esbuild"],
  metafile: true,
  minifySyntax: true,
} satisfies BuildOptions;
const entryOf = (specifier: string): string => {
  const list = [...(names.get(specifier) ?? [])].join(", ");
  const name = JSON.stringify(specifier);
  if (LAZY.has(specifier)) return lazyEntry(specifier);
  return `export { ${list} } from ${name};\nimport * as all from ${name};\nexport default all.default ?? all;\n`;
};
/** Packages of large tables, evaluated by the first call of their one class. */
const LAZY = new Set(["ua-parser-js"]);
function lazyEntry(specifier: string): string {
  const [name = ""] = names.get(specifier) ?? [];
  return `export function ${name}(...args) { return new (require(${JSON.stringify(specifier)}).${name})(...args); }\n`;
}
const inputs = new Set<string>();
const drafts = join(vendor, ".entries");
mkdirSync(drafts);
for (const [name, specifier] of modules)
  writeFileSync(join(drafts, name.replace(/\.js$/, ".mjs")), entryOf(specifier));
const esm = await build({
  ...options,
  format: "esm",
  entryPoints: [...modules.keys()].map((name) => ({
    in: join(drafts, name.replace(/\.js$/, ".mjs")),
    out: basename(name, ".js"),
  })),
  nodePaths: [join(root, "node_modules")],
});
const cjs = await build({
  ...options,
  format: "cjs",
  outExtension: { ".js": ".cjs" },
  entryPoints: [...scripts].map(([name, specifier]) => ({
    in: createRequire(join(root, "package.json")).resolve(specifier),
    out: basename(name, ".cjs"),
  })),
});
rmSync(drafts, { recursive: true });
// Only what is CommonJS and asks for a builtin needs it; stand-ins are compiled once more, to CommonJS.
const REQUIRE =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);\n';
for (const name of modules.keys()) {
  const file = join(vendor, name);
  const code = readFileSync(file, "utf8");
  if (code.includes('__require("')) writeFileSync(file, REQUIRE + code);
}
for (const { metafile } of [esm, cjs])
  for (const input of Object.keys(metafile?.inputs ?? {})) inputs.add(input);

// Their licences travel with them.
const packages = new Set(
  [...inputs].flatMap((input) => /(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []),
);
const licences = [...packages].toSorted().map((folder) => {
  const { name, version, license } = JSON.parse(
    readFileSync(join(root, folder, "package.json"), "utf8"),
  ) as Record<string, string>;
  const file = readdirSync(join(root, folder)).find((each) => /^licen[cs]e/i.test(each));
  const text = file === undefined ? `${license}\n` : readFileSync(join(root, folder, file), "utf8");
  return `## ${name} ${version} (${license})\n\n${text.trim()}\n`;
});
writeFileSync(join(vendor, "LICENSES.md"), `# Packages in this folder\n\n${licences.join("\n")}`);
writeFileSync(join(vendor, "package.json"), '{ "type": "module" }\n');

/*
 * Joins the modules of `dist` after `tsc` and `tools/vendor.ts`: Node starts a program of 20 files in half the time that
 * 290 take it. What is asked for by its path, in package.json or at run time, keeps that path; all else becomes
 * `dist/chunks/`. Modules that only some programs need, such as the compiler, stay apart from those that all need.
 * What each of them imports goes to `dist/imports.json`: `build --standalone` need not parse them to find out.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "acorn";
import { build, type Plugin } from "esbuild";
import { MagicString } from "magic-string";
import { joinChunks } from "./join.ts";
import { OUTPUT, specifierOf } from "./output.ts";
import { withRequired } from "./required.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const CHUNKS = "chunks";
/** What `import.meta.url` becomes, and how to write it so that it stays until the modules are joined. */
const PLACE = "PLACE_OF_MODULE";
const OWN = "Object(import.meta).url";
/** Asked for by their path at run time, beside what package.json exports, and what routes may import. */
const BY_PATH = ["cli/serve.js", "compile/interop.js", "compile/interop-helper.js"];
/** Run before all other modules: in files of their own, since the code of an entry point runs behind its imports. */
const FIRST = ["supported.js", "cli/supported.js"];

const scripts = readdirSync(dist, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".js"))
  .map((file) => file.split(sep).join("/"));

// The list of Next's modules, and what puts them in place, are no stand-ins themselves.
const standIns = new Set(
  scripts.filter((file) => /^stand-ins\/(?!index\.js|next\/(?:modules|installed)\.js)/.test(file)),
);

/** The name of a file in `dist`. */
function nameOf(path: string): string {
  return relative(dist, path).split(sep).join("/");
}

function entryPoints(): Set<string> {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    bin: Record<string, string>;
    exports: Record<string, string | { default: string }>;
  };
  const exported = Object.values(manifest.exports).map((target) =>
    typeof target === "string" ? target : target.default,
  );
  const paths = [...exported, ...Object.values(manifest.bin)].flatMap((path) =>
    path.startsWith("./dist/") ? path.slice("./dist/".length) : [],
  );
  return new Set([...paths, ...BY_PATH, ...FIRST, ...standIns]);
}

/** Modules find other files by their own place: that is as it was before, wherever their code is now. */
const places: Plugin = {
  name: "places",
  setup({ onLoad }) {
    onLoad({ filter: /\.js$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      const name = nameOf(path);
      if (!text.includes("import.meta.url") || name.startsWith("..")) return undefined;
      placed.add(name);
      if (entries.has(name)) return { contents: `const ${PLACE} = ${OWN};\n${text}` };
      return { contents: `const ${PLACE} = new URL("../${name}", ${OWN}).href;\n${text}` };
    });
  },
};
const placed = new Set<string>();
const entries = entryPoints();

const { outputFiles, metafile } = await build({
  absWorkingDir: dist,
  entryPoints: [...entries],
  outdir: dist,
  outbase: dist,
  chunkNames: `${CHUNKS}/[name]-[hash]`,
  ...OUTPUT,
  splitting: true,
  format: "esm",
  packages: "external",
  external: ["*.cjs"],
  define: { "import.meta.url": PLACE },
  metafile: true,
  plugins: [places],
  write: false,
});

for (const [output, { inputs }] of Object.entries(metafile.outputs)) {
  for (const input of Object.keys(inputs)) {
    if (!placed.has(input)) continue;
    // Else its path, written above, would be another one.
    const isRight = entries.has(input) ? output === input : output.split("/").length === 2;
    if (!isRight) throw new Error(`${input} uses import.meta.url, and is in dist/${output}.`);
  }
}

const { texts, imports: joinedImports } = await joinChunks(
  new Map(outputFiles.map(({ path, text }) => [nameOf(path), text])),
  metafile.outputs,
  // A standalone folder has a copy of what serves; the compiler joins stand-ins with the modules of a project.
  {
    apart: [...standIns, "compile/interop.js", "compile/interop-helper.js"],
    programs: [["cli/serve.js"], ["index.js"], ["cli/index.js"]],
  },
);

for (const file of scripts) rmSync(join(dist, file));
for (const [name, text] of texts) {
  const path = join(dist, name);
  mkdirSync(dirname(path), { recursive: true });
  // Compilers join stand-ins with the modules of a project: they stay as any bundler reads them.
  const linked = standIns.has(name) ? text : withRequired(text, name.startsWith("chunks/joined-"));
  // The compiler knows it by its name where it joins a stand-in with the modules of a project.
  writeFileSync(path, withConstants(linked).replaceAll(OWN, "import.meta.url"));
}

/**
 * esbuild makes a `var` of each constant and class of a module that it joins with others, which V8 then reads and compares
 * again in every call: 4 % of the instructions of a small answer (`npm run bench -- --suite loads`). They become constants
 * again.
 */
function withConstants(code: string): string {
  const program = parse(code, { ecmaVersion: "latest", sourceType: "module" });
  const changed = new Set<string>();
  eachNode(program, (node) => {
    if (node.type === "AssignmentExpression") namesIn(node["left"]).forEach((name) => changed.add(name));
    if (node.type === "UpdateExpression") namesIn(node["argument"]).forEach((name) => changed.add(name));
  });
  const output = new MagicString(code);
  for (const node of program.body) {
    if (node.type !== "VariableDeclaration" || node.kind !== "var") continue;
    const isConstant = node.declarations.every(
      ({ id, init }) => init && namesIn(id).every((name) => !changed.has(name)),
    );
    if (isConstant) output.update(node.start, node.start + "var".length, "const");
  }
  return output.toString();
}

interface SyntaxNode {
  readonly type: string;
  readonly [key: string]: unknown;
}

function eachNode(value: unknown, use: (node: SyntaxNode) => void): void {
  if (Array.isArray(value)) for (const each of value) eachNode(each, use);
  else if (typeof value === "object" && value !== null) {
    if ("type" in value) use(value as SyntaxNode);
    for (const each of Object.values(value)) eachNode(each, use);
  }
}

/** The names that a pattern gives values to, and those in its defaults. */
function namesIn(pattern: unknown): string[] {
  const names: string[] = [];
  if ((pattern as SyntaxNode).type === "MemberExpression") return names;
  eachNode(pattern, ({ type, name }) => type === "Identifier" && names.push(name as string));
  return names;
}

/** What a script requires by name. */
function requiredBy(code: string): string[] {
  const found = new Set<string>();
  eachNode(parse(code, { ecmaVersion: "latest" }), (node) => {
    if (node.type !== "CallExpression" || (node["callee"] as SyntaxNode)["name"] !== "require") return;
    const [argument] = node["arguments"] as SyntaxNode[];
    if (argument?.type === "Literal") found.add(String(argument["value"]));
  });
  return [...found];
}

const scriptImports = readdirSync(join(dist, "vendor"))
  .filter((file) => file.endsWith(".cjs"))
  .map((file) => [`vendor/${file}`, requiredBy(readFileSync(join(dist, "vendor", file), "utf8"))] as const);
const moduleImports = [...joinedImports].map(([output, found]) => {
  const paths = [...found].map((path) => (texts.has(path) ? specifierOf(path, output) : path));
  return [output, paths] as const;
});
const imports = [...moduleImports, ...scriptImports].map(([file, paths]) => {
  return [file, paths.filter((path) => !isBuiltin(path))] as const;
});
writeFileSync(join(dist, "imports.json"), JSON.stringify(Object.fromEntries(imports)));

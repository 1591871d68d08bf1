import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { tmpdir } from "node:os";
import { promisify } from "node:util";
import { transform } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseOptions } from "../../src/cli/arguments.ts";
import { blocksOf, type Block } from "../support/docs.ts";
import { install, link } from "../support/installed.ts";

/*
 * Every code block of the documents, as a reader pastes it: programs parse, and use what this package exports with the
 * options that it has; commands have the options that they are given; JSON is JSON.
 */
const root = new URL("../..", import.meta.url).pathname;
const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  ...["docs", "docs/compatibility"].flatMap((place) =>
    readdirSync(join(root, place)).flatMap((file) => (file.endsWith(".md") ? [`${place}/${file}`] : [])),
  ),
];
const blocks = pages.flatMap((page) => blocksOf(readFileSync(join(root, page), "utf8"), page));
const codes = blocks.filter(({ language }) => /^[jt]sx?$/.test(language));

it("there are blocks of every kind", () => {
  const languages = new Set(blocks.map(({ language }) => language));
  expect([...languages]).toEqual(expect.arrayContaining(["js", "ts", "sh", "json", "text"]));
});

describe("a program of the documents", () => {
  it.each(codes)("$place parses", async ({ code }) => {
    await transform(code, { loader: "tsx", format: "esm", logLevel: "silent" });
  });
});

/** Complaints of the compiler that are ours: an import that finds nothing, and members and options that do not exist. */
const OURS = /error TS(?:2305|2307|2339|2353|2551|2561|2614|2724|2769|2344|2345|2559): /;
/** A file of the reader, or a package that this repository does not install. */
const ELSEWHERE =
  /'(?:\.{1,2}\/|@\/|@opentelemetry\/|@vercel\/node'|next-test-api-route-handler'|node-mocks-http'|serverless-http')/;
/** Members that JavaScript may use, and TypeScript asks about first: of Node's `address()`, of what a framework adds. */
const UNTYPED = /on type '(?:string \| AddressInfo|\{\})'/;

describe("what the programs of the documents use", () => {
  let complaints: readonly string[] = [];
  let dir: string;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "pages-api-docs-"));
    complaints = await complaintsOf(dir, codes);
  });

  afterAll(() => rm(dir, { recursive: true, force: true }));

  it.each([...new Set(codes.map(({ page }) => page))])("%s: is exported, with these options", (page) => {
    const own = complaints.filter((line) => line.startsWith(`${page}:`));
    expect(own).toEqual([]);
  });
});

async function complaintsOf(dir: string, programs: readonly Block[]): Promise<string[]> {
  await install(dir);
  const modules = join(dir, "node_modules");
  for (const name of readdirSync(join(root, "node_modules"))) {
    const names = name.startsWith("@")
      ? readdirSync(join(root, "node_modules", name)).map((each) => `${name}/${each}`)
      : [name];
    for (const each of names) {
      if (each.startsWith(".") || existsSync(join(modules, each))) continue;
      // oxlint-disable-next-line no-await-in-loop -- links
      await link(each, modules);
    }
  }
  const files = new Map<string, Block>();
  for (const [index, block] of programs.entries()) {
    const name = `b${index}/block.${block.language}`;
    files.set(name, block);
    // oxlint-disable-next-line no-await-in-loop -- small files
    await mkdir(dirname(join(dir, name)), { recursive: true });
    // oxlint-disable-next-line no-await-in-loop
    await writeFile(join(dir, name), `${block.code}\nexport {};\n`);
  }
  const compilerOptions = {
    allowJs: true,
    checkJs: true,
    jsx: "preserve",
    lib: ["es2023", "dom"],
    module: "esnext",
    moduleResolution: "bundler",
    noEmit: true,
    noImplicitAny: false,
    resolveJsonModule: true,
    skipLibCheck: true,
    strict: false,
    target: "es2023",
    types: ["node", "pages-api/next", "pages-api/expo", "pages-api/astro"],
  };
  await writeFile(join(dir, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["b*/*"] }));
  await writeFile(join(dir, "package.json"), '{ "type": "module" }');
  const tsc = join(root, "node_modules/.bin/tsc");
  const { stdout } = await promisify(execFile)(tsc, ["-p", ".", "--pretty", "false"], { cwd: dir }).catch(
    (error: unknown) => error as { stdout: string },
  );
  return stdout.split("\n").flatMap((line) => {
    const [, file = "", at = "", text = ""] = /^(b\d+\/block\.\w+)\((\d+),\d+\): (.*)$/.exec(line) ?? [];
    const block = files.get(file);
    if (block === undefined || !OURS.test(text)) return [];
    if ((text.includes("TS2307") && ELSEWHERE.test(text)) || UNTYPED.test(text)) return [];
    return [`${block.page}:${block.line + Number(at)}: ${text}`];
  });
}

describe("a command of the documents", () => {
  const commands = blocks
    .filter(({ language }) => language === "sh" || language === "console")
    .flatMap(({ code, place }) =>
      code.split("\n").map((line) => ({ line: line.replace(/\s+#.*$/, ""), place })),
    );

  const ours = commands.filter(({ line }) => /^(?:\w+=\S+ )*npx pages-api [a-z]/.test(line));
  it.each(ours)("$place: $line has these options", async ({ line }) => {
    const [name = "", ...args] = line
      .slice(line.indexOf("pages-api ") + 10)
      .split(" ")
      .filter((word) => word !== "");
    const module = (await import(`../../src/cli/${name}.ts`)) as Record<string, { options: never }>;
    expect(() => parseOptions(module[name]!.options, args, 1)).not.toThrow();
  });

  const scripts = commands.filter(
    ({ line, place }) => line.startsWith("npm run ") && !place.startsWith("examples"),
  );
  const { scripts: known } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  it.each(scripts)("$place: $line is a script", ({ line }) => {
    expect(Object.keys(known)).toContain(line.split(" ")[2]);
  });
});

describe("JSON of the documents", () => {
  it.each(blocks.filter(({ language }) => language === "json"))("$place parses", ({ code }) => {
    expect(() => JSON.parse(code) as unknown).not.toThrow();
  });
});

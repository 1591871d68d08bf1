import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { ASTRO_LOADS, EXPO_LOADS, LOG_LOADS, type Load, LOADS, PROJECT_LOADS, WEB_LOADS } from "./loads.ts";

/** A way of serving the same routes. */
export interface Contender {
  readonly name: string;
  /** The arguments of `node` that start it in benchmarks/contenders, on a port of 127.0.0.1. */
  command(port: number): readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The package whose version is printed, where it is one from the registry. */
  readonly package?: string;
  /** It can be given thousands of routes by ROUTES. */
  readonly scales: boolean;
  /** Loads to which it gives an answer of its own. */
  readonly differsIn?: readonly string[];
  readonly prepare?: () => void;
  /** Its answers are compared by status, type and body alone: it adds no ETag, and sends streams without a length. */
  readonly loose?: boolean;
  /** It writes a log, to a pipe that is read. */
  readonly logs?: boolean;
}

export const FOLDER = fileURLToPath(new URL("contenders", import.meta.url));
const NEXT = "node_modules/next/dist/bin/next";

const script = (name: string, file: string, packageName?: string): Contender => ({
  name,
  command: () => [file],
  scales: true,
  ...(packageName !== undefined && { package: packageName }),
});

/** In the order of the tables; the first is the floor. */
export const CONTENDERS: readonly Contender[] = [
  script("raw", "raw.js"),
  { ...script("pages-api", "pages-api.js"), prepare: () => run(["../../dist/cli/index.js", "build"]) },
  script("fastify", "fastify.js", "fastify"),
  script("hono", "hono.js", "hono"),
  script("h3", "h3.js", "h3"),
  script("express", "express.js", "express"),
  {
    name: "next",
    command: (port) => [NEXT, "start", "-p", String(port), "-H", "127.0.0.1"],
    package: "next",
    scales: false,
    // A page, and a tag that does not depend on the bytes.
    differsIn: ["404", "1 MB Buffer"],
    prepare: () => run([NEXT, "build"]),
  },
];

/** The same routes for Expo; the first is the floor. Their answers have no ETag, and no length where they are streamed. */
const EXPO: readonly Contender[] = [
  {
    ...script("expo-server", "expo/expo-server.js", "expo-server"),
    scales: false,
    loose: true,
    prepare: () => run(["expo/export.js"]),
  },
  {
    ...script("pages-api", "expo/pages-api.js"),
    scales: false,
    loose: true,
    prepare: () => run(["../../dist/cli/index.js", "build", "expo"]),
  },
];

/** Endpoints of Astro; the first is the floor. */
const ASTRO: readonly Contender[] = [
  {
    ...script("@astrojs/node", "astro/dist/server/entry.mjs", "@astrojs/node"),
    env: { HOST: "127.0.0.1" },
    scales: false,
    loose: true,
    prepare: () => run(["astro/build.js"]),
  },
  {
    ...script("pages-api", "astro/pages-api.js"),
    scales: false,
    loose: true,
    prepare: () => run(["../../dist/cli/index.js", "build", "astro"]),
  },
  { ...script("raw", "astro/raw.js"), scales: false, loose: true },
];

/** Route Handlers, and the same answers by others that take a Request and give a Response; the first is the floor. */
const WEB: readonly Contender[] = [
  { ...script("raw", "web/raw.js"), scales: false, loose: true },
  {
    ...script("pages-api", "web/pages-api.js"),
    scales: false,
    loose: true,
    prepare: () => run(["../../dist/cli/index.js", "build", "web"]),
  },
  { ...script("hono", "web/hono.js", "hono"), scales: false, loose: true },
  { ...script("h3", "web/h3.js", "h3"), scales: false, loose: true },
  {
    name: "next",
    command: (port) => [NEXT, "start", "web", "-p", String(port), "-H", "127.0.0.1"],
    package: "next",
    scales: false,
    loose: true,
    prepare: () => run([NEXT, "build", "web"]),
  },
];

const start = (name: string, ...more: readonly string[]): Contender => ({
  name,
  command: (port) => ["../../dist/cli/index.js", "start", "-p", String(port), "-H", "127.0.0.1", ...more],
  scales: false,
  logs: true,
  prepare: () => run(["../../dist/cli/index.js", "build"]),
});

/** As users start them, with the log that they have by default. The floor has none. */
const LOGGING: readonly Contender[] = [
  script("raw", "raw.js"),
  start("pages-api"),
  start("pages-api --log none", "--log", "none"),
  { ...script("fastify, pino", "fastify.js", "fastify"), env: { LOGGER: "pino" }, logs: true },
];

/**
 * A project with a next.config or a middleware, as it is, beside raw: the same answers written by hand, with the headers
 * of the config, and no middleware. The first is the floor.
 */
const project = (folder: string, raw: string): readonly Contender[] => [
  { ...script("raw", raw), scales: false, loose: true },
  {
    ...script("pages-api", `${folder}/pages-api.js`),
    scales: false,
    loose: true,
    prepare: () => run(["../../dist/cli/index.js", "build", folder]),
  },
  {
    name: "next",
    command: (port) => [NEXT, "start", folder, "-p", String(port), "-H", "127.0.0.1"],
    package: "next",
    scales: false,
    loose: true,
    prepare: () => run([NEXT, "build", folder]),
  },
];

/** Contenders, and the loads that they are measured under. */
export interface Suite {
  /** Of the option `--suite`, and of the section of README.md. */
  readonly name: string;
  readonly contenders: readonly Contender[];
  readonly loads: readonly Load[];
  /** pages-api from another build, named by its index.js. */
  earlier(index: string): Contender;
}

export const SUITES: readonly Suite[] = [
  {
    name: "loads",
    contenders: CONTENDERS,
    loads: LOADS,
    earlier: (index) => ({ ...script("before", "pages-api.js"), env: { PAGES_API: index } }),
  },
  {
    name: "log",
    contenders: LOGGING,
    loads: LOG_LOADS,
    earlier: (index) => ({ ...script("before", "pages-api.js"), env: { PAGES_API: index } }),
  },
  {
    name: "expo",
    contenders: EXPO,
    loads: EXPO_LOADS,
    earlier: (index) => ({ ...EXPO[1]!, name: "before", env: { PAGES_API: index } }),
  },
  {
    name: "astro",
    contenders: ASTRO,
    loads: ASTRO_LOADS,
    earlier: (index) => ({ ...ASTRO[1]!, name: "before", env: { PAGES_API: index } }),
  },
  {
    name: "web",
    contenders: WEB,
    loads: WEB_LOADS,
    earlier: (index) => ({ ...WEB[1]!, name: "before", env: { PAGES_API: index } }),
  },
  ...(
    [
      ["rules", "rules/raw.js"],
      ["guarded", "raw.js"],
    ] as const
  ).map(([name, raw]): Suite => {
    const contenders = project(name, raw);
    return {
      name,
      contenders,
      loads: PROJECT_LOADS[name],
      earlier: (index) => ({ ...contenders[1]!, name: "before", env: { PAGES_API: index } }),
    };
  }),
];

export function install(): void {
  // npm writes this file last.
  if (!existsSync(`${FOLDER}/node_modules/.package-lock.json`)) {
    const args = ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"];
    execFileSync("npm", args, { cwd: FOLDER, stdio: "inherit" });
  }
  // In dist it has no file of its own.
  buildSync({
    entryPoints: [fileURLToPath(new URL("../src/http/etag.ts", import.meta.url))],
    outfile: `${FOLDER}/node_modules/.cache/etag.js`,
    bundle: true,
    format: "esm",
    platform: "node",
  });
}

export function versionOf({ name, package: packageName }: Contender): string {
  if (packageName === undefined) return name;
  const text = readFileSync(`${FOLDER}/node_modules/${packageName}/package.json`, "utf8");
  return `${name} ${(JSON.parse(text) as { version: string }).version}`;
}

function run(args: readonly string[]): void {
  execFileSync(process.execPath, args, { cwd: FOLDER, stdio: "pipe", env: environment() });
}

/** Of production, and of nothing that this process was told for itself. */
export function environment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, PORT: _port, HOST: _host, ...rest } = process.env;
  return { ...rest, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", ...extra };
}

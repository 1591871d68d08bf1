import { basename, join } from "node:path";
import type { CompileSettings } from "../compile/settings.ts";
import type { CorsOptions, EnvironmentOptions, ResolvedConfig, UserConfig } from "vite";

/** The name of Vite's environment for the routes: its own, so that a framework's `ssr` keeps its settings. */
export const API = "api";

/** What a Vite build writes, below Vite's `build.outDir`. */
export interface OutputFolders {
  readonly client: string;
  readonly api: string;
  /** The program that serves both. */
  readonly server: string;
}

/** The folder of chunks in the build of the API. */
export const CHUNKS = "chunks";

/** What is known of a build when Vite has read its settings. */
export interface Build {
  /** The project's folder. */
  readonly dir: string;
  /** The route files. */
  readonly files: readonly string[];
  /** The routes of files whose names alone do not say them. */
  readonly patterns: Readonly<Record<string, string>>;
  /** Whether a file is not a program, but sent as it is. */
  isData(file: string): boolean;
  /** What the conventions of the project want. */
  readonly compile: CompileSettings;
  /** Where chunks go. All of these are absolute. */
  readonly chunkDir: string;
}

export function outputFolders(outDir = "dist"): OutputFolders {
  return { client: join(outDir, "client"), api: join(outDir, "api"), server: join(outDir, "server.js") };
}

/**
 * Vite's settings for a project with routes.
 *
 * @param files the route files, absolute; none outside of a build
 */
export function configOf(config: UserConfig, files: readonly string[]): UserConfig {
  const folders = outputFolders(config.build?.outDir);
  const client = config.environments?.["client"]?.build?.outDir ?? folders.client;
  return {
    // With it, `vite build` builds every environment, not the client alone.
    builder: {},
    environments: {
      client: { build: { outDir: client } },
      [API]: apiEnvironment(config, folders.api, files),
    },
  };
}

function apiEnvironment({ build }: UserConfig, outDir: string, files: readonly string[]): EnvironmentOptions {
  // Vite merges the client's entries into it, which have to be of one kind; `options` of the plugin drops them.
  const name = build?.rolldownOptions === undefined ? "rollupOptions" : "rolldownOptions";
  const isRecord = typeof build?.[name]?.input === "object" && !Array.isArray(build[name].input);
  const input = isRecord ? Object.fromEntries(files.map((file) => [file, file])) : [...files];
  return {
    consumer: "server",
    // One instance of ApiError, also where the package is linked and Vite would take it for the user's source.
    resolve: { external: ["pages-api"] },
    build: {
      outDir,
      emptyOutDir: true,
      copyPublicDir: false,
      manifest: false,
      minify: false,
      sourcemap: true,
      target: "node20.19",
      [name]: { input },
    },
  };
}

/** Vite's settings of a server, as far as they are about other origins. */
interface CorsServer {
  cors?: CorsOptions | boolean;
}

const passing = new WeakSet<CorsServer>();

/** Leaves preflights to the routes, which have their own rules for them; Vite would answer every one itself. */
export function passPreflights({ server, preview }: ResolvedConfig): void {
  for (const settings of [server, preview] as CorsServer[]) {
    const cors = settings.cors === true ? {} : settings.cors;
    if (!cors || cors.preflightContinue === true) continue;
    settings.cors = { ...cors, preflightContinue: true };
    passing.add(settings);
  }
}

/** Whether what no route answers is to be answered as Vite would have done. */
export function answersPreflights(settings: object): boolean {
  return passing.has(settings);
}

/** `pages/api/users/[id].ts` -> `pages_api_users_id`, for a reader of the build. */
export function chunkName(path: string): string {
  const words = path.replace(/\.\w+$/, "").match(/\w+/g) ?? [basename(path)];
  return words.join("_").slice(-60);
}

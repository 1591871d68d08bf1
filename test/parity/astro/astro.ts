import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { freePort, type Running, stop } from "../next.ts";

export interface Version {
  readonly astro: string;
  readonly adapter: string;
  /** The variable that names an install to use again. */
  readonly install: string;
}

export const CURRENT: Version = { astro: "7.3.5", adapter: "11.1.6", install: "PARITY_ASTRO_DIR" };
/** The last one that knows the lower-case names of methods. */
export const LEGACY: Version = { astro: "2.10.15", adapter: "5.3.6", install: "PARITY_ASTRO2_DIR" };

const BUILD = `import("astro").then(({ build }) => build({ root: process.cwd(), logLevel: "error" }))`;
const START_LIMIT = 60_000;

export function appDir(name: string): string {
  return fileURLToPath(new URL(`app/${name}`, import.meta.url));
}

/** A folder with Astro installed and an app of `app/` built in it. */
export function buildAstro(app: string, version: Version): { folder: string; remove(): void } {
  const given = process.env[version.install];
  const install = given || installAstro(version);
  const folder = mkdtempSync(join(install, "parity-"));
  const remove = (): void => rmSync(given ? folder : install, { recursive: true, force: true });
  try {
    cpSync(appDir(app), folder, { recursive: true });
    execFileSync(process.execPath, buildCommand(version), { cwd: folder, env: environment(), stdio: "pipe" });
  } catch (error) {
    remove();
    throw error;
  }
  return { folder, remove };
}

/** What builds the project of a folder beside an install. The command line of Astro 7 refuses Node 20; its `build` does not. */
export function buildCommand(version: Version): string[] {
  return version === LEGACY ? ["../node_modules/astro/astro.js", "build"] : ["-e", BUILD];
}

export function installAstro({ astro, adapter }: Version): string {
  const install = mkdtempSync(join(tmpdir(), "parity-astro-"));
  writeFileSync(join(install, "package.json"), JSON.stringify({ private: true }));
  const packages = [`astro@${astro}`, `@astrojs/node@${adapter}`];
  execFileSync("npm", ["install", "--no-audit", "--no-fund", ...packages], {
    cwd: install,
    stdio: "inherit",
  });
  return install;
}

export async function startAstro(folder: string): Promise<Running> {
  const port = await freePort();
  const env = { ...environment(), HOST: "127.0.0.1", PORT: String(port) };
  const child = spawn(process.execPath, ["dist/server/entry.mjs"], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stderr.resume();
  child.stdout.resume();
  for (const deadline = Date.now() + START_LIMIT; ;) {
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    if (answer !== undefined) break;
    if (Date.now() > deadline || child.exitCode !== null) throw new Error("Astro does not become ready");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { port, stop: () => stop(child) };
}

export function environment(): NodeJS.ProcessEnv {
  const { NODE_ENV: _mode, PORT: _port, ...rest } = process.env;
  return { ...rest, ASTRO_TELEMETRY_DISABLED: "1", NODE_ENV: "production" };
}

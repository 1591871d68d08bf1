import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, rename, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { CLI, serving } from "../support/program.ts";
import { launch } from "./browser.ts";

/*
 * A project of Expo, exported by `npx expo export -p web` when the test runs: what an export writes is megabytes of
 * bundles that belong to one version of Expo, and a recorded one would not show that an export of today is served.
 * Install and export are kept in node_modules/.cache until the project changes. PARITY_EXPO_DIR names a folder with
 * Expo in it, to install nothing.
 */
const SOURCE = join(import.meta.dirname, "expo");
const CACHE = join(import.meta.dirname, "../../node_modules/.cache/pages-api-expo");
const INSTALL_MS = 900_000;
const exec = promisify(execFile);

let browser: Browser;
let dir: string;

beforeAll(async () => {
  dir = await exportedProject();
  browser = await launch();
}, INSTALL_MS);

afterAll(() => browser?.close());

async function exportedProject(): Promise<string> {
  const lock = await readFile(join(SOURCE, "package.json"), "utf8");
  const home = await readFile(join(SOURCE, "app/index.tsx"), "utf8");
  const key = createHash("sha1").update(lock).update(home).digest("hex").slice(0, 12);
  const folder = join(process.env["PARITY_EXPO_DIR"] ?? CACHE, `site-${key}`);
  if (existsSync(folder)) return folder;
  const draft = `${folder}.draft`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(join(draft, ".."), { recursive: true });
  await cp(SOURCE, draft, { recursive: true });
  const env = { ...process.env, NODE_ENV: undefined, VITEST: undefined, CI: "1", EXPO_NO_TELEMETRY: "1" };
  if (process.env["PARITY_EXPO_DIR"] === undefined) {
    await exec("npm", ["install", "--no-audit", "--no-fund"], { cwd: draft, env });
  }
  await exec("npx", ["expo", "export", "-p", "web", "--clear"], { cwd: draft, env });
  await rename(draft, folder);
  return folder;
}

/** Opens a page; an error in it fails the test. */
async function open(url: string): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(20_000);
  const errors: Error[] = [];
  page.on("pageerror", (error) => {
    // Expo 57 exports a page with a param without its value: React says that its text differs, and renders it again.
    if (!error.message.includes("Minified React error #418")) errors.push(error);
  });
  onTestFinished(() => expect(errors).toEqual([]));
  await page.goto(url);
  return page;
}

const shows = (page: Page, text: string): Promise<void> =>
  page.getByRole("heading", { name: text }).waitFor();

describe("an exported site of Expo in Chromium", () => {
  it.each([["from the sources"], ["from the bundles", "--exported"]])(
    "pages fetch API routes %s",
    async (_routes, ...args) => {
      const { url } = await serving([CLI, "start", ...args], { cwd: dir });
      const page = await open(url);
      await shows(page, "Hello Ada!");
      await page.goto(`${url}/people/ann`);
      await shows(page, "Person ann");
      await page.goto(`${url}/no/where`);
      await shows(page, "Nothing here");
      const answer = await fetch(`${url}/hello?name=Bob`);
      expect([answer.headers.get("x-greeting"), await answer.json()]).toEqual(["yes", { hello: "Bob" }]);
    },
  );
});

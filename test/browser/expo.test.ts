import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, readdir, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { CLI, serving } from "../support/program.ts";
import { launch } from "./browser.ts";
import { runWithin } from "./run-within.ts";

/*
 * A project of Expo, exported by `npx expo export -p web` when the test runs: what an export writes is megabytes of
 * bundles that belong to one version of Expo, and a recorded one would not show that an export of today is served.
 * Install and export are kept in node_modules/.cache until the project changes. PARITY_EXPO_DIR names a folder with
 * Expo in it, to install nothing.
 */
const SOURCE = join(import.meta.dirname, "expo");
const CACHE = join(import.meta.dirname, "../../node_modules/.cache/pages-api-expo");
/** What the install may take, and the export too. Each prints what it did until then, and is ended. */
const STEP_MS = 900_000;

let browser: Browser;
let dir: string;

// The browser first: a machine without one learns it before it installs anything.
beforeAll(
  async () => {
    browser = await launch();
    dir = await exportedProject();
  },
  2 * STEP_MS + 30_000,
);

afterAll(() => browser?.close());

async function exportedProject(): Promise<string> {
  const home = process.env["PARITY_EXPO_DIR"];
  const folder = join(home ?? CACHE, `site-${await keyOf(SOURCE)}`);
  if (existsSync(folder)) return folder;
  const draft = `${folder}.draft`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(join(draft, ".."), { recursive: true });
  await cp(SOURCE, draft, { recursive: true });
  // CI: no question is asked. Offline: the versions are the ones of package.json, and no server of Expo's is needed.
  const env = {
    ...process.env,
    NODE_ENV: undefined,
    VITEST: undefined,
    CI: "1",
    EXPO_OFFLINE: "1",
    EXPO_NO_TELEMETRY: "1",
  };
  if (home === undefined) {
    await runWithin(STEP_MS, "npm", ["install", "--no-audit", "--no-fund", "--no-package-lock"], {
      cwd: draft,
      env,
    });
  }
  // Expo's own file and not npx, which would fetch another Expo if this one were missing.
  const expo = createRequire(join(draft, "package.json")).resolve("expo/bin/cli");
  await runWithin(STEP_MS, process.execPath, [expo, "export", "-p", "web", "--clear"], { cwd: draft, env });
  await rename(draft, folder);
  return folder;
}

/** Names the state of a project: another one for each edit. */
async function keyOf(project: string): Promise<string> {
  const hash = createHash("sha1");
  const entries = await readdir(project, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.toSorted()) {
    // oxlint-disable-next-line no-await-in-loop -- a handful of files, in order
    hash.update(await readFile(file));
  }
  return hash.digest("hex").slice(0, 12);
}

/** Opens a page; an error in it fails the test. */
async function expectPage(url: string): Promise<Page> {
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
      const page = await expectPage(url);
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

import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { launch } from "./browser.ts";
import { copyExample, type Example, run, serve } from "./example.ts";

let browser: Browser;
let example: Example;

beforeAll(async () => {
  browser = await launch();
  example = await copyExample("vite-react");
  expect(example.commands).toEqual(["npm install", "npm run dev", "npm run build", "npm start"]);
  await run("npm install --no-audit --no-fund", example.dir);
});

afterAll(async () => {
  await browser?.close();
  await example?.remove();
});

/** Opens a page, and fails the test for an error that nobody has caught in it. */
async function expectPage(url: string): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(10_000);
  const errors: Error[] = [];
  page.on("pageerror", (error) => errors.push(error));
  // It goes with the browser: Chromium takes minutes, at times, to close a page alone.
  onTestFinished(() => expect(errors).toEqual([]));
  await page.goto(url);
  return page;
}

/** Changes a file until the end of the test. */
async function edit(file: string, change: (text: string) => string): Promise<void> {
  const path = join(example.dir, file);
  const text = await readFile(path, "utf8");
  onTestFinished(() => writeFile(path, text));
  await writeFile(path, change(text));
}

const shows = (page: Page, text: string): Promise<void> =>
  page.getByRole("heading", { name: text }).waitFor();

async function addTodo(page: Page, title: string): Promise<void> {
  await page.getByPlaceholder("What is to be done?").fill(title);
  await page.getByRole("button", { name: "Add" }).click();
  await page.getByLabel(title).waitFor();
}

/** The box is the API's: it is checked when the answer is there. */
async function checkTodo(page: Page, title: string): Promise<void> {
  await page.getByLabel(title).click();
  await isChecked(page, title);
}

const isChecked = (page: Page, title: string): Promise<void> =>
  page.getByRole("checkbox", { name: title, checked: true }).waitFor();

describe("examples/vite-react in Chromium", () => {
  it("shows what its API answers, an edit of a route at once, and a broken route in Vite's overlay", async () => {
    const url = await serve("npm run dev -- --host 127.0.0.1 --port 0", example.dir);
    const page = await expectPage(url);
    await shows(page, "Hello Ada!");
    await addTodo(page, "Write a test");
    await checkTodo(page, "Write a test");

    // An edit: neither the page nor the modules that have not changed start again.
    await page.evaluate("globalThis.stays = true");
    await edit("pages/api/hello.ts", (text) => text.replace("Hello $", "Welcome $"));
    await shows(page, "Welcome Ada!");
    expect(await page.evaluate("globalThis.stays")).toBe(true);
    await isChecked(page, "Write a test");

    // A route that throws.
    const overlay = page.locator("vite-error-overlay");
    const good = await readFile(join(example.dir, "pages/api/hello.ts"), "utf8");
    await edit("pages/api/hello.ts", (text) =>
      text.replace("  res.", "  throw new Error('out of order');\n  res."),
    );
    await overlay.getByText("out of order", { exact: true }).waitFor();
    await overlay
      .getByText(/pages\/api\/hello\.ts:4:9$/)
      .first()
      .waitFor();
    await overlay.getByText(/^> 4 \| +throw new Error/m).waitFor();

    // Mended, with another text.
    await edit("pages/api/hello.ts", () => good.replace("Welcome", "Good morning"));
    await shows(page, "Good morning Ada!");
    await overlay.waitFor({ state: "detached" });

    // A route that does not compile.
    await edit("pages/api/hello.ts", () => "export default function handler(req, res) {\n  res.send(;\n}\n");
    await overlay
      .getByText(/hello\.ts:2:\d+: .*Unexpected/)
      .first()
      .waitFor();
    await edit("pages/api/hello.ts", () => good.replace("Welcome", "Hello"));
    await shows(page, "Hello Ada!");
    await overlay.waitFor({ state: "detached" });
  });

  it("is built to a server that needs neither Vite nor the sources", async () => {
    await run("npm run build", example.dir);
    const page = await expectPage(await serve("npm start", example.dir));
    await shows(page, "Hello Ada!");

    const deployed = join(example.dir, "../deployed");
    await mkdir(deployed);
    for (const name of ["dist", "package.json", "package-lock.json"]) {
      await cp(join(example.dir, name), join(deployed, name), { recursive: true });
    }
    // `npm ci` refuses a lock file that npm wrote itself, for an optional package of another system.
    await run("npm install --omit=dev --no-audit --no-fund", deployed);
    const url = await serve("node dist/server.js", deployed);
    await page.goto(`${url}/a/deep/link`);
    await shows(page, "Hello Ada!");
    await addTodo(page, "Deploy");
    await checkTodo(page, "Deploy");
    await page.reload();
    await isChecked(page, "Deploy");
    const missing = await fetch(`${url}/api/none`, { headers: { Accept: "text/html" } });
    expect([missing.status, await missing.text()]).toEqual([404, "Not Found"]);
  });

  it("is previewed from the same build", async () => {
    const page = await expectPage(await serve("npm run preview -- --host 127.0.0.1 --port 0", example.dir));
    await shows(page, "Hello Ada!");
    await addTodo(page, "Preview");
  });
});

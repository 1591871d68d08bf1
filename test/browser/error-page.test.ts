import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { project } from "../support/hosts.ts";
import { CLI, serving } from "../support/program.ts";
import { launch } from "./browser.ts";

const SCREENSHOTS = join(import.meta.dirname, "../../node_modules/.cache/pages-api-screenshots");

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

interface Scheme {
  readonly colorScheme?: "light" | "dark";
  readonly path?: string;
  /** Written when the server runs. */
  readonly edit?: Readonly<Record<string, string>>;
}

async function open(
  files: Readonly<Record<string, string>>,
  { colorScheme = "light", path = "/api/a", edit = {} }: Scheme = {},
): Promise<{ dir: string; page: Page; url: string }> {
  const dir = await project(files);
  const { url } = await serving([CLI, "dev"], { cwd: dir });
  for (const [name, text] of Object.entries(edit)) {
    // oxlint-disable-next-line no-await-in-loop -- one or two files
    await mkdir(dirname(join(dir, name)), { recursive: true });
    // oxlint-disable-next-line no-await-in-loop
    await writeFile(join(dir, name), text);
  }
  const page = await browser.newPage({ colorScheme });
  page.setDefaultTimeout(20_000);
  await page.goto(url + path);
  return { dir, page, url };
}

const textOf = (page: Page, selector: string): Promise<string> => page.locator(selector).first().innerText();

/** What of the page cannot be read: text that is hidden, beside the window, or of too little contrast (WCAG AA). */
function unreadable(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => {
      const [x, y, z] = [r, g, b].map((part) => {
        const share = part / 255;
        return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const backOf = (element) => {
      for (let each = element; each !== null; each = each.parentElement) {
        const color = numbers(getComputedStyle(each).backgroundColor);
        if (color[3] !== 0) return color;
      }
      return [255, 255, 255];
    };
    const wrong = [];
    for (const element of document.querySelectorAll("h1, h2, p, a, pre, mark, li, summary")) {
      if (element.innerText.trim() === "" || element.closest("details:not([open]) > ol")) continue;
      const box = element.getBoundingClientRect();
      const scrolls = element.closest("pre, ol") !== null;
      if (box.height === 0 || box.left < 0 || (!scrolls && box.right > innerWidth)) wrong.push("hidden: " + element.innerText);
      const [text, back] = [light(numbers(getComputedStyle(element).color)), light(backOf(element))];
      const contrast = (Math.max(text, back) + 0.05) / (Math.min(text, back) + 0.05);
      if (contrast < 4.5) wrong.push(contrast.toFixed(1) + ": " + element.innerText);
    }
    return wrong;
  })()`) as Promise<string[]>;
}

interface Failure extends Pick<Scheme, "path" | "edit"> {
  readonly files: Readonly<Record<string, string>>;
  readonly heading: string;
  readonly message: RegExp;
  readonly place: RegExp;
}

const OK = "export default (req, res) => res.end();";
const APP = "export const GET = () => new Response();";

/** One of each kind: what a handler throws, and each code of a RouteError that a running server meets. */
const FAILURES: Readonly<Record<string, Failure>> = {
  "an error that a handler throws": {
    files: { "pages/api/a.js": "export default () => {\n  throw new TypeError('<boom> & \"bang\"');\n};" },
    heading: "TypeError",
    message: /^<boom> & "bang"$/,
    place: /^pages\/api\/a\.js:2:9$/,
  },
  "a long line and a long message": {
    files: {
      "pages/api/a.js": `export default () => {\n  throw new Error("${"long ".repeat(80)}${"x".repeat(200)}");\n};`,
    },
    heading: "Error",
    message: /^long long .*x{200}$/,
    place: /^pages\/api\/a\.js:2:9$/,
  },
  "an error at import (ROUTE_IMPORT)": {
    files: { "pages/api/a.js": "const missing = undefined;\nmissing.name;\nexport default () => {};" },
    heading: "RouteError ROUTE_IMPORT",
    message: /Cannot read properties/,
    place: /^pages\/api\/a\.js:2:9$/,
  },
  "a syntax error (ROUTE_COMPILE)": {
    files: { "pages/api/a.js": "export default (" },
    heading: "RouteError ROUTE_COMPILE",
    message: /Unexpected end of file/,
    place: /^pages\/api\/a\.js:1:1[67]$/,
  },
  "a missing import (ROUTE_COMPILE)": {
    files: { "pages/api/a.js": "import x from './gone';\nexport default () => x;" },
    heading: "RouteError ROUTE_COMPILE",
    message: /gone/,
    place: /^pages\/api\/a\.js:1:15$/,
  },
  "a broken tsconfig.json (ROUTE_COMPILE)": {
    files: { "pages/api/a.js": OK, "tsconfig.json": "{\n  nothing\n}" },
    heading: "RouteError ROUTE_COMPILE",
    message: /Correct the JSON/,
    place: /^tsconfig\.json:2:3$/,
  },
  "a config that is invalid (ROUTE_CONFIG)": {
    files: {
      "pages/api/a.js":
        "export const config = { api: { bodyParser: { sizeLimit: 'lots' } } };\nexport default () => {};",
    },
    heading: "RouteError ROUTE_CONFIG",
    message: /sizeLimit.*lots/,
    place: /^pages\/api\/a\.js/,
  },
  "no handler (ROUTE_EXPORT)": {
    files: { "pages/api/a.js": "export const a = 1;" },
    heading: "RouteError ROUTE_EXPORT",
    message: /does not export a default function/,
    place: /^pages\/api\/a\.js/,
  },
  "two files for one route (ROUTE_CONFLICT)": {
    files: { "pages/api/[a].js": OK },
    edit: { "pages/api/[b].js": OK },
    heading: "RouteError ROUTE_CONFLICT",
    message: /different slug names[^]*Rename one of the two/,
    place: /^pages\/api\/\[[ab]\]\.js/,
  },
  "an invalid name (ROUTE_NAME)": {
    files: { "pages/api/a.js": OK },
    edit: { "pages/api/[..b].js": OK },
    heading: "RouteError ROUTE_NAME",
    message: /erroneous periods/,
    place: /^pages\/api\/\[\.\.b\]\.js$/,
  },
  "next.config (NEXT_CONFIG)": {
    files: { "pages/api/a.js": OK, "next.config.mjs": "export default {};" },
    edit: { "next.config.mjs": 'export default {\n  basePath: "docs/",\n};' },
    heading: "RouteError NEXT_CONFIG",
    message: /`basePath` is "docs\/"\. Write a path/,
    place: /^next\.config\.mjs:2:3$/,
  },
  "a middleware that does not load (MIDDLEWARE)": {
    files: { "pages/api/a.js": OK, "middleware.ts": "export const other = 1;" },
    heading: "RouteError MIDDLEWARE",
    message: /middleware/,
    place: /^middleware\.ts/,
  },
  "astro.config (FRAMEWORK_CONFIG)": {
    files: { "src/pages/a.json.js": APP, "astro.config.mjs": 'export default { output: "server" };' },
    edit: { "astro.config.mjs": 'export default {\n  trailingSlash: "sometimes",\n};' },
    path: "/a.json",
    heading: "RouteError FRAMEWORK_CONFIG",
    message: /`trailingSlash` is 'sometimes'/,
    place: /^astro\.config\.mjs:2:3$/,
  },
  "a Route Handler that returns nothing": {
    files: { "app/a/route.js": "export function GET() {}" },
    path: "/a",
    heading: "TypeError",
    message: /^app\/a\/route\.js returned nothing\. Return a Response/,
    place: /^$/,
  },
  "an API route of Expo": {
    files: { "app/a+api.js": "export function GET() {\n  throw new RangeError('too far');\n}" },
    path: "/a",
    heading: "RangeError",
    message: /^too far$/,
    place: /^app\/a\+api\.js:2:9$/,
  },
  "a thrown text": {
    files: { "pages/api/a.js": "export default () => { throw 'no error at all'; };" },
    heading: "Thrown value",
    message: /^no error at all$/,
    place: /^$/,
  },
};

describe("the page of a failed request in development", () => {
  it.each(Object.entries(FAILURES))(
    "shows %s",
    async (kind, { files, path, edit, heading, message, place }) => {
      const { page } = await open(files, { ...(path && { path }), ...(edit && { edit }) });

      expect(await textOf(page, "h1")).toBe(heading);
      expect(await textOf(page, ".message")).toMatch(message);
      const places = await page.locator(".place").allInnerTexts();
      expect(places[0] ?? "").toMatch(place);
      expect(await page.content()).not.toContain("undefined:");
      // Kept to be looked at, in a folder that no commit has.
      const image = join(SCREENSHOTS, `${kind.replaceAll(/[^\w.]+/g, "-")}.png`);
      const light = await page.screenshot({ fullPage: true, path: image });
      expect(await unreadable(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: "dark" });
      expect(await unreadable(page)).toEqual([]);
      expect(light.equals(await page.screenshot({ fullPage: true }))).toBe(false);
    },
  );

  it("shows what caused an error, with its own lines", async () => {
    const source =
      "export default () => {\n  try {\n    JSON.parse('{');\n  } catch (cause) {\n    throw new Error('outer', { cause });\n  }\n};";
    const { page } = await open({ "pages/api/a.js": source });

    expect(await textOf(page, "h1")).toBe("Error");
    expect(await textOf(page, "h2")).toBe("Caused by SyntaxError");
    expect(await page.locator(".place").allInnerTexts()).toEqual([
      "pages/api/a.js:5:11",
      "pages/api/a.js:3:10",
    ]);
    expect(await page.locator("mark").allInnerTexts()).toEqual([
      "> 5 |     throw new Error('outer', { cause });",
      "> 3 |     JSON.parse('{');",
    ]);
  });

  it("shows all mistakes of a config, each with its line and cure", async () => {
    const source =
      "export const config = {\n  api: {\n    bodyParser: { sizeLimit: 'lots' },\n    responseLimit: 'much',\n  },\n};\nexport default () => {};";
    const { page } = await open({ "pages/api/a.js": source });

    expect(await textOf(page, "h1")).toBe("RouteError ROUTE_CONFIG");
    const message = (await page.locator(".message").allInnerTexts()).join("\n");
    expect(message).toMatch(/^pages\/api\/a\.js:3:\d+: .*sizeLimit.*'lots'.*Write a number of bytes/);
    expect(message).toMatch(/\npages\/api\/a\.js:4:\d+: .*responseLimit.*'much'.*Write/);
    expect((await page.locator(".place").allInnerTexts())[0]).toMatch(/^pages\/api\/a\.js:3:/);
  });

  it("links to a file whose mistake has no line", async () => {
    const { dir, page } = await open({ "pages/api/[a].js": OK }, { edit: { "pages/api/[b].js": OK } });
    const link = await page.locator(".place a").getAttribute("href");
    expect(link).toMatch(new RegExp(`^vscode://file${dir}/pages/api/(?:\\[|%5B)b(?:\\]|%5D)\\.js:1:1$`));
  });

  it("links to the place in an editor", async () => {
    const { dir, page } = await open({ "pages/api/a.js": "export default () => { throw new Error('x'); };" });
    const link = await page.locator(".place a").getAttribute("href");
    expect(link).toBe(`vscode://file${dir}/pages/api/a.js:1:30`);
  });

  it.each([
    ["light", "rgb(255, 255, 255)"],
    ["dark", "rgb(13, 17, 23)"],
  ] as const)("is %s as the browser wants it", async (scheme, color) => {
    const { page } = await open(
      { "pages/api/a.js": "export default () => { throw 1; };" },
      { colorScheme: scheme },
    );
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe(color);
  });

  it("reloads when the file is fixed", async () => {
    const { dir, page } = await open({ "pages/api/a.js": "export default () => { throw new Error('x'); };" });
    expect(await textOf(page, "h1")).toBe("Error");
    await page.waitForResponse((response) => response.url().endsWith("/__pages-api/changes"));
    await writeFile(join(dir, "pages/api/a.js"), "export default (req, res) => res.send('fixed');");
    await page.getByText("fixed").waitFor();
  });
});

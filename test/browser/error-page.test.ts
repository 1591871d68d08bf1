import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { project } from "../support/hosts.ts";
import { CLI, serving } from "../support/program.ts";
import { launch } from "./browser.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser?.close());

async function open(files: Record<string, string>, colorScheme: "light" | "dark" = "light") {
  const dir = await project(files);
  const { url } = await serving([CLI, "dev"], { cwd: dir });
  const page = await browser.newPage({ colorScheme });
  page.setDefaultTimeout(20_000);
  await page.goto(`${url}/api/a`);
  return { dir, page };
}

const textOf = (page: Page, selector: string): Promise<string> => page.locator(selector).first().innerText();

const FAILURES: [string, string, { heading: string; message: RegExp; place: RegExp }][] = [
  [
    "an error that a handler throws",
    "export default () => {\n  throw new TypeError('<boom> & \"bang\"');\n};",
    { heading: "TypeError", message: /^<boom> & "bang"$/, place: /^pages\/api\/a\.js:2:9$/ },
  ],
  [
    "an error at import",
    "const missing = undefined;\nmissing.name;\nexport default () => {};",
    {
      heading: "RouteError ROUTE_IMPORT",
      message: /Cannot read properties/,
      place: /^pages\/api\/a\.js:2:9$/,
    },
  ],
  [
    "a syntax error",
    "export default (",
    {
      heading: "RouteError ROUTE_COMPILE",
      message: /Unexpected end of file/,
      place: /^pages\/api\/a\.js:1:1[67]$/,
    },
  ],
  [
    "a missing import",
    "import x from './gone';\nexport default () => x;",
    { heading: "RouteError ROUTE_COMPILE", message: /gone/, place: /^pages\/api\/a\.js:1:15$/ },
  ],
  [
    "a config that is invalid",
    "export const config = { api: { bodyParser: { sizeLimit: 'lots' } } };\nexport default () => {};",
    { heading: "RouteError ROUTE_CONFIG", message: /sizeLimit.*lots/, place: /^pages\/api\/a\.js/ },
  ],
  [
    "no handler",
    "export const a = 1;",
    {
      heading: "RouteError ROUTE_EXPORT",
      message: /does not export a default function/,
      place: /^pages\/api\/a\.js/,
    },
  ],
  [
    "a thrown text",
    "export default () => { throw 'no error at all'; };",
    { heading: "Thrown value", message: /^no error at all$/, place: /^$/ },
  ],
];

describe("the page of a failed request in development", () => {
  it.each(FAILURES)("shows %s", async (_kind, source, { heading, message, place }) => {
    const { page } = await open({ "pages/api/a.js": source });

    expect(await textOf(page, "h1")).toBe(heading);
    expect(await textOf(page, ".message")).toMatch(message);
    const places = await page.locator(".place").allInnerTexts();
    expect(places[0] ?? "").toMatch(place);
    expect(await page.content()).not.toContain("undefined:");
  });

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

  it("links to the place in an editor", async () => {
    const { dir, page } = await open({ "pages/api/a.js": "export default () => { throw new Error('x'); };" });
    const link = await page.locator(".place a").getAttribute("href");
    expect(link).toBe(`vscode://file${dir}/pages/api/a.js:1:30`);
  });

  it.each([
    ["light", "rgb(255, 255, 255)"],
    ["dark", "rgb(13, 17, 23)"],
  ] as const)("is %s as the browser wants it", async (scheme, color) => {
    const { page } = await open({ "pages/api/a.js": "export default () => { throw 1; };" }, scheme);
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

import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import express from "express";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { portOf } from "../support/wire.ts";
import { launch } from "./browser.ts";

const SITE = new URL("../../docs/.vitepress/dist", import.meta.url).pathname;
if (!existsSync(SITE)) throw new Error("The docs site is not built. Run: npm run docs:build");

const paths = readdirSync(SITE, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".html") && file !== "404.html")
  .map((file) => `/${file}`);

let browser: Browser;
let server: Server;
let page: Page;
/** What the browser complains about: scripts that fail, files that are missing. */
const complaints: string[] = [];

beforeAll(async () => {
  server = createServer(express().use(express.static(SITE, { extensions: ["html"] }))).listen(0, "127.0.0.1");
  await once(server, "listening");
  browser = await launch();
  page = await browser.newPage({ baseURL: `http://127.0.0.1:${portOf(server)}` });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
  });
});
afterAll(async () => {
  await browser?.close();
  server?.close();
});

describe("the docs site", () => {
  it("has a page for each document", () => {
    expect(paths.length).toBeGreaterThan(30);
    expect(paths).toEqual(
      expect.arrayContaining(["/index.html", "/docs/index.html", "/docs/reference.html"]),
    );
  });

  it.each(paths)("shows %s", async (path) => {
    complaints.length = 0;
    await page.goto(path);
    await page.locator("main h1").first().waitFor();
    // The page is alive: its script has run.
    await page.locator(".VPNavBarSearch button").first().waitFor();
    expect(complaints).toEqual([]);
  });

  it("finds sizeLimit", async () => {
    await page.goto("/");
    await page.locator(".VPNavBarSearch button").first().click();
    await page.locator(".search-input").fill("sizeLimit");
    const result = page.locator(".results a[href*='reference']").first();
    await result.waitFor();
    await result.click();
    await page.waitForURL(/reference/);
    expect(await page.locator("main").innerText()).toContain("sizeLimit");
  });

  it("is dark where the reader wants it", async () => {
    await page.goto("/");
    await page.locator(".VPSwitchAppearance").first().click();
    expect(await page.locator("html").getAttribute("class")).toContain("dark");
  });
});

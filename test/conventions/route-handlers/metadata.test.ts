import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { metadataFile } from "../../../src/conventions/route-handlers/metadata/claim.ts";
import { robotsText, sitemapText } from "../../../src/conventions/route-handlers/metadata/text.ts";
import { keepLog, owned, project } from "../../support/hosts.ts";

const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

describe("a file below app", () => {
  it.each([
    ["robots.txt", "robots.txt"],
    ["manifest.json", "manifest.json"],
    ["favicon.ico", "favicon.ico"],
    ["a/sitemap.xml", "sitemap.xml"],
    ["a/icon2.svg", "icon2.svg"],
    ["apple-icon.tsx", "apple-icon"],
    ["(group)/icons/icon.png", "icon-132wm7.png"],
    ["@slot/opengraph-image.gif", "opengraph-image-xxgbpy.gif"],
    ["a/robots.txt", undefined],
    ["a/favicon.ico", undefined],
    ["(g)/robots.ts", undefined],
    ["sitemap.json", undefined],
    ["icon22.png", undefined],
    ["apple-icon.svg", undefined],
    ["opengraph-image.alt.txt", undefined],
    ["constructor.ts", undefined],
  ])("%s is served as %s", (file, name) => {
    expect(metadataFile(file, ["tsx", "ts", "jsx", "js"])?.name).toBe(name);
  });
});

it("serves metadata files without a build, beside pages/api alone", async () => {
  const dir = await project({
    "pages/api/a.js": "export default (req, res) => res.json(1);",
    "app/robots.js": `export default () => ({ rules: { disallow: "/private" } });`,
    "app/shop/sitemap.js": `export const generateSitemaps = () => [{ id: 0 }, { id: 1 }];
export default ({ id }) => [{ url: "https://a.test/" + (id * 100 + 1) }];`,
  });
  await writeFile(join(dir, "app/icon.png"), PIXEL);
  const server = await owned.start({ dir, dev: false, logger: keepLog() });
  await request(server).get("/api/a").expect(200, "1");
  await request(server)
    .get("/robots.txt")
    .expect("content-type", "text/plain")
    .expect(200, "User-Agent: *\nDisallow: /private\n\n");
  const icon = await request(server).get("/icon.png").expect("content-type", "image/png").expect(200);
  expect(icon.body).toEqual(PIXEL);
  // As in Next 15, where the id is no promise.
  const second = await request(server).get("/shop/sitemap/1.xml").expect(200);
  expect(second.text).toContain("<loc>https://a.test/101</loc>");
  await request(server).get("/shop/sitemap.xml").expect(404);
  await request(server).get("/shop/sitemap/2.xml").expect(404, "Not Found");
});

it("takes an edit of a metadata file, of text or bytes, with the next request in development", async () => {
  const dir = await project({
    "app/route.js": "export const GET = () => new Response('ok');",
    "app/sitemap.js": "export default () => [];",
  });
  const svg = join(dir, "app/icon.svg");
  await writeFile(svg, "<svg/>");
  const server = await owned.start({ dir, dev: true, logger: keepLog() });
  const one = await request(server).get("/icon.svg").expect(200);
  expect(String(one.body)).toBe("<svg/>");
  await writeFile(svg, "<svg>2</svg>");
  const two = await request(server).get("/icon.svg").expect(200);
  expect(String(two.body)).toBe("<svg>2</svg>");
  await request(server).get("/sitemap.xml").expect(200);
  await writeFile(
    join(dir, "app/sitemap.js"),
    "export const generateSitemaps = () => [{ id: 'a' }];\nexport default () => [];",
  );
  await request(server).get("/sitemap.xml").expect(404);
  await request(server).get("/sitemap/a.xml").expect(200);
  await rm(svg);
  await request(server).get("/icon.svg").expect(404);
});

it("names a metadata file without a default export, and the line to write", async () => {
  const dir = await project({ "app/robots.js": "export const robots = () => ({});" });
  const logger = keepLog();
  const server = await owned.start({ dir, dev: false, logger });
  await request(server).get("/robots.txt").expect(500);
  expect(String(logger.errors)).toContain("Write: export default function robots()");
});

it("says which package next/og needs where it is not installed", async () => {
  const dir = await project({
    "app/route.js": "export const GET = () => new Response();",
    "app/opengraph-image.js": `import { ImageResponse } from "next/og";
export default () => new ImageResponse({ type: "div", props: {} });`,
  });
  const logger = keepLog();
  const server = await owned.start({ dir, dev: false, logger });
  await request(server).get("/opengraph-image").expect(500);
  expect(String(logger.errors)).toContain("Run: npm install @vercel/og");
});

describe("the text of robots.txt", () => {
  it("has a group for each rule, and what a rule says beside", () => {
    const text = robotsText({
      rules: [
        { userAgent: ["a", "b"], allow: "/", disallow: ["/x", "/y"], crawlDelay: 2 },
        { other: { "Request-rate": "1/5", Empty: null, "Clean-param": ["a", "b"] } },
      ],
      sitemap: "https://a.test/sitemap.xml",
    });
    expect(text).toBe(
      "User-Agent: a\nUser-Agent: b\nAllow: /\nDisallow: /x\nDisallow: /y\nCrawl-delay: 2\n\n" +
        "User-Agent: *\nRequest-rate: 1/5\nClean-param: a\nClean-param: b\n\nSitemap: https://a.test/sitemap.xml\n",
    );
  });
});

describe("the text of a sitemap", () => {
  it("leaves out what an entry does not say, and declares the namespaces in use", () => {
    expect(sitemapText([{ url: "https://a.test" }])).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n' +
        "<url>\n<loc>https://a.test</loc>\n</url>\n</urlset>\n",
    );
  });
});

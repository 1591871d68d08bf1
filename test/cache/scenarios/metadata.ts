import { twice } from "./step.ts";
import type { Scenario, Step } from "./step.ts";

/** Next answers a POST to an image or sitemap with an id as if it were a GET. */
const WITH_ID = /\/sitemap\/|opengraph-image\/|icon-/;
/** Made for each request: the params above it are not known. */
const BELOW_PARAM = /^\/(?:of|shop|drawn)\/[ab]\//;

function refusal(path: string): Partial<Step> {
  if (WITH_ID.test(path)) {
    return {
      differs: "A file has no POST.",
      ours: { status: 405, body: "Method Not Allowed", headers: { allow: "GET, HEAD" } },
    };
  }
  if (!BELOW_PARAM.test(path)) return {};
  return {
    differs: "A 405 says what is allowed (RFC 9110, section 15.5.6).",
    ours: { headers: { allow: "GET, HEAD, OPTIONS" } },
  };
}

export const metadata: Scenario[] = [
  "/sitemap.xml",
  "/robots.txt",
  "/manifest.webmanifest",
  "/one/sitemap.xml",
  "/one/robots.txt",
  "/products/sitemap.xml",
  "/products/sitemap/0.xml",
  "/products/sitemap/1.xml",
  "/products/sitemap/named.xml",
  "/products/sitemap/3.xml",
  "/products/sitemap/0",
  "/of/a/sitemap.xml",
  "/files/sitemap.xml",
  "/files/robots.txt",
  "/files/manifest.webmanifest",
  "/files/manifest.json",
  "/favicon.ico",
  "/icon.png",
  "/icon1.png",
  "/apple-icon.png",
  "/opengraph-image.png",
  "/twitter-image.png",
  "/icons/icon.png",
  "/icons/icon-132wm7.png",
  "/shop/a/icon.png",
  "/drawn/icon",
  "/drawn/opengraph-image",
  "/drawn/opengraph-image/a",
  "/drawn/opengraph-image/b",
  "/drawn/opengraph-image/c",
  "/drawn/a/twitter-image",
  "/drawn/b/twitter-image",
].map((path) => ({
  name: `metadata: ${path}`,
  steps: [...twice(path), { method: "HEAD", path }, { method: "POST", path, ...refusal(path) }],
}));

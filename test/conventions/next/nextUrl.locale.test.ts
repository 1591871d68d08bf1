import { describe, expect, it } from "vitest";
import { NextURL } from "../../../src/stand-ins/next/url.ts";

const i18n = {
  locales: ["en", "fr", "nl"],
  defaultLocale: "en",
  domains: [{ domain: "example.fr", defaultLocale: "fr" }],
};

describe("nextUrl with i18n", () => {
  it.each([
    ["/about", "en", "/about", "/about"],
    ["/fr/about", "fr", "/about", "/fr/about"],
    ["/FR/about", "fr", "/about", "/fr/about"],
    ["/fr", "fr", "/", "/fr"],
    ["/fr/api/x?a=1", "fr", "/api/x", "/api/x?a=1"],
    ["/de/about", "en", "/de/about", "/de/about"],
  ])("reads %s", (path, locale, pathname, href) => {
    const url = new NextURL(`http://localhost${path}`, { i18n });
    expect([url.locale, url.pathname, url.href]).toEqual([locale, pathname, `http://localhost${href}`]);
  });

  it("writes the locale into the path, behind the base path, but not into that of an API", () => {
    const url = new NextURL("http://localhost/shop/about", { i18n, basePath: "/shop" });
    url.locale = "nl";
    expect(url.href).toBe("http://localhost/shop/nl/about");
    const copy = url.clone();
    copy.pathname = "/api/x";
    expect([copy.locale, copy.href, url.href]).toEqual([
      "nl",
      "http://localhost/shop/api/x",
      "http://localhost/shop/nl/about",
    ]);
    expect(() => (url.locale = "de")).toThrow('The NextURL configuration includes no locale "de"');
  });

  it("takes the default locale of the domain", () => {
    const url = new NextURL("http://localhost/about", { i18n, host: "example.fr:3000" });
    expect([url.locale, url.defaultLocale, url.domainLocale?.domain]).toEqual(["fr", "fr", "example.fr"]);
  });
});

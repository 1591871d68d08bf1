import type { MetadataRoute } from "next";

export default function robots(): MetadataRoute.Robots {
  return {
    rules: [
      { userAgent: "Googlebot", allow: ["/", "/a"], disallow: "/private" },
      { userAgent: ["Bing", "Yahoo"], disallow: ["/"], crawlDelay: 10 },
      { allow: "/" },
    ],
    sitemap: ["https://a.test/1.xml", "https://a.test/2.xml"],
    host: "https://a.test",
  };
}

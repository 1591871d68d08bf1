import node from "@astrojs/node";
import { defineConfig } from "astro/config";

export default defineConfig({
  site: "https://example.com/site",
  output: "server",
  adapter: node({ mode: "standalone" }),
  i18n: { locales: ["en", "fr", "pt-BR"], defaultLocale: "en" },
  redirects: {
    "/moved": "/noext",
    "/moved-for-now": { status: 302, destination: "/noext" },
    "/old/[id]": "/both/[id]",
    "/outside": "https://example.org/x",
    "/outside-odd": "https://example.org/x?a=1&b=<2>",
    "/here-odd": "/noext?a=<1>#ü",
  },
});

import node from "@astrojs/node";
import { defineConfig } from "astro/config";

export default defineConfig({
  base: "/base",
  trailingSlash: "always",
  output: "server",
  security: { checkOrigin: false },
  redirects: { "/moved": "/page", "/old/[...rest]": "/rest/[...rest]", "/one/[slug]": "/by/[slug]" },
  adapter: node({ mode: "standalone" }),
});

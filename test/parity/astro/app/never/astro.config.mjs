import node from "@astrojs/node";
import { defineConfig } from "astro/config";

export default defineConfig({
  base: "/base",
  trailingSlash: "never",
  output: "server",
  security: { checkOrigin: false },
  adapter: node({ mode: "standalone" }),
});

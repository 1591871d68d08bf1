import { defineConfig, envField } from "astro/config";

export default defineConfig({
  site: "https://example.com",
  redirects: { "/blog/[id]": "/posts/[id].json" },
  env: {
    schema: {
      GREETING: envField.string({ context: "server", access: "public", default: "Hello" }),
    },
  },
});

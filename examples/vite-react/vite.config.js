import react from "@vitejs/plugin-react";
import { pagesApi } from "pages-api/vite";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react(), pagesApi()],
  resolve: { alias: { "@": new URL(".", import.meta.url).pathname } },
});

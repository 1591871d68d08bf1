import type { Server } from "node:http";
import { fileURLToPath } from "node:url";
import type { InlineConfig, Plugin, ViteDevServer } from "vite";
import { onTestFinished } from "vitest";
import type { Mount, Mounted } from "./mounts.ts";
import { versions } from "./vite.ts";

/** A folder without anything that Vite would serve or watch. */
const VITE = {
  root: fileURLToPath(new URL("../fixtures/tls/", import.meta.url)),
  configFile: false,
  logLevel: "silent",
  appType: "custom",
} satisfies InlineConfig;

/** Vite's servers, each with the handler in front of what Vite does itself. */
export const viteMounts: readonly Mount[] = versions.flatMap(([version, vite]) => [
  {
    name: `${version} in development`,
    async start(handler, prefix) {
      const plugins = [mountPlugin(handler, prefix)];
      const server = await vite.createServer({
        ...VITE,
        plugins,
        server: { host: "127.0.0.1", port: 0, ws: false },
      });
      onTestFinished(() => server.close());
      await server.listen();
      return server.httpServer as Server;
    },
  },
  {
    name: `${version} in preview`,
    async start(handler, prefix) {
      const plugins = [mountPlugin(handler, prefix)];
      const server = await vite.preview({ ...VITE, plugins, preview: { host: "127.0.0.1", port: 0 } });
      onTestFinished(() => server.close());
      return server.httpServer as Server;
    },
  },
]);

function mountPlugin(handler: Mounted, prefix = "/"): Plugin {
  const mount = ({ middlewares }: Pick<ViteDevServer, "middlewares">): void => {
    middlewares.use(prefix, handler);
    middlewares.use((req, res) => res.end(`host: ${req.originalUrl}`));
  };
  return { name: "api", configureServer: mount, configurePreviewServer: mount };
}

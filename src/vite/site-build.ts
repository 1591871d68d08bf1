import { writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { Plugin, ViteBuilder } from "vite";
import { MANIFEST } from "../project/manifest.ts";
import { packageType } from "../compile/source.ts";
import { API, type Build, chunkName, CHUNKS } from "./environment.ts";
import { manifestOf } from "./manifest.ts";
import { type PluginOptions, writtenOptions } from "./plugin-options.ts";

/** Makes one chunk of each route, and the manifest that `createServer` reads. */
export function chunksPlugin(build: () => Build | undefined): Plugin {
  const nameOf = (id: string | null): string =>
    chunkName(id === null ? "chunk" : relative(build()?.dir ?? "", id));
  return {
    name: "pages-api:chunks",
    applyToEnvironment: ({ name }) => name === API,
    // Vite gives every environment the entries and outputs of the client's settings too.
    options: (options) => ({
      ...options,
      input: [...(build()?.files ?? [])],
      preserveEntrySignatures: "strict",
    }),
    outputOptions(options) {
      const output: typeof options = {
        ...options,
        format: "es",
        entryFileNames: ({ facadeModuleId }) => `${CHUNKS}/${nameOf(facadeModuleId)}.[hash].mjs`,
        chunkFileNames: ({ name }) => `${CHUNKS}/${chunkName(name)}.[hash].mjs`,
      };
      delete output.manualChunks;
      return output;
    },
    generateBundle(_options, bundle) {
      const source = `${JSON.stringify(manifestOf(bundle, build()!), undefined, 2)}\n`;
      this.emitFile({ type: "asset", fileName: MANIFEST, source });
    },
  };
}

/** Builds what has not been built yet, and writes the program that serves the client and the API. */
export async function buildSite(builder: ViteBuilder, dir: string, options: PluginOptions): Promise<void> {
  const { config, environments } = builder;
  const api = environments[API]!;
  const isFirst = Object.values(environments).every(({ isBuilt }) => !isBuilt);
  for (const environment of isFirst ? Object.values(environments) : [api]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, as Vite does
    if (!environment.isBuilt) await builder.build(environment);
  }
  if (options.server === false) return;
  const { written, unwritten } = writtenOptions(options);
  if (unwritten.length > 0) {
    config.logger.warn(
      `server.js cannot contain ${unwritten.join(" and ")}. Write a server of your own with createSite, and set \`server: false\`.`,
    );
  }
  const apiDir = resolve(config.root, api.config.build.outDir);
  const clientDir = resolve(config.root, environments["client"]!.config.build.outDir);
  writeServer(
    dirname(apiDir),
    { dir, apiDir, clientDir },
    {
      base: config.base,
      assetsDir: config.build.assetsDir,
      spa: config.appType === "spa",
      ...written,
    },
  );
}

interface Folders {
  readonly dir: string;
  readonly apiDir: string;
  readonly clientDir: string;
}

function writeServer(outDir: string, folders: Folders, settings: object): void {
  const path = (to: string): string => JSON.stringify(relative(outDir, to).replaceAll("\\", "/") || ".");
  const text = `// Written by \`vite build\`: serves the client and the API. PORT and HOST are read from the environment.
import { fileURLToPath } from "node:url";
import { createSite } from "pages-api/vite/server";

process.env.NODE_ENV ??= "production";
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const site = createSite({
  dir: here(${path(folders.dir)}),
  buildDir: here(${path(folders.apiDir)}),
  clientDir: here(${path(folders.clientDir)}),
  shutdownSignals: true,
  ...${JSON.stringify(settings)},
});
const { PORT = "3000", HOST } = process.env;
site.listen(Number(PORT), HOST, () => {
  console.log(\`Listening on http://\${HOST ?? "localhost"}:\${site.address().port}\`);
});
`;
  const file = join(outDir, "server.js");
  writeFileSync(file, text);
  // Node would take a server.js in a project without "type" for CommonJS first.
  if (packageType(file) !== "esm") writeFileSync(join(outDir, "package.json"), '{ "type": "module" }\n');
}

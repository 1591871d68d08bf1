import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Convention, Exports, OpenConvention, Services } from "../../convention.ts";
import { fetch } from "../../cache/fetch.ts";
import { scan } from "../../routing/scan.ts";
import { openNext, type OpenNext } from "../next/index.ts";
import { moduleRules } from "../next/module-rules.ts";
import { withResponse } from "../next/runtime.ts";
import { bindMethods } from "./bind.ts";
import { claimRoute, conflictOf } from "./claim.ts";
import { type HandlerConfig, readHandlerConfig } from "./config.ts";
import { describeConfig, inspectExports, methodsIn } from "./describe.ts";
import { generatorOf, metadataFile } from "./metadata/claim.ts";
import { metadataModule } from "./metadata/module.ts";
import { withCache } from "./with-cache.ts";
import { PAGE_EXTENSIONS } from "../next/page-extensions.ts";

const ROOTS = ["app", "src/app"];

/** Next's Route Handlers: `route.ts` below `app`, each file with a function for each method, `(request, { params }) => Response`. */
export const routeHandlers: Convention = {
  name: "route-handlers",
  framework: "next",
  usual: { folders: ROOTS, path: "/" },
  sources: [moduleRules],
  async detect({ dir, files }) {
    const found = await Promise.all(
      ROOTS.map(async (root) => {
        if (files !== undefined) return files.filter((file) => file.startsWith(`${root}/`));
        return (await scan(join(dir, root))) ?? [];
      }),
    );
    const all = found.flat();
    if (all.some((file) => PAGE_EXTENSIONS.some((extension) => isRouteFile(file, extension)))) return true;
    // Screens of Expo and components of a front end may have names such as icon.tsx.
    return !all.some(isOfExpo) && all.some((file) => isTextProgram(file.replace(ROOT, "")));
  },
  async open(project, given) {
    const next = await openNext(project, given);
    const { extensions, services, shared } = next;
    const { define, ...compile } = withResponse(shared.compile);
    const isData = (file: string): boolean => isDataOf(project.dir, file, extensions);
    const own = { ...compile, define: { ...define, fetch: installFetch() }, isData };
    return { ...openRouteHandlers(project.dir, services, extensions, next), ...shared, compile: own };
  },
};

function openRouteHandlers(
  dir: string,
  services: Services,
  extensions: readonly string[],
  next: OpenNext,
): OpenConvention<HandlerConfig> {
  const metadataOf = (file: string) => metadataFile(file.replace(ROOT, ""), extensions);
  const rank = (file: string): number => extensions.findIndex((extension) => isRouteFile(file, extension));
  return {
    name: "route-handlers",
    params: "context",
    roots: ROOTS,
    folder: "",
    claim: (file, path) => claimRoute(file, extensions, () => makesSeveral(dir, path ?? file, extensions)),
    claimsByText: (path) => generatorOf(metadataOf(path)?.kind ?? "data") !== undefined,
    isData: (path) => metadataOf(path)?.kind === "data",
    publicDir: "public",
    isPage: (file) => extensions.some((extension) => `/${file}`.endsWith(`/page.${extension}`)),
    // As in Next, the last of the extensions serves.
    compare: (fileA, fileB) => rank(fileB) - rank(fileA),
    conflict: conflictOf,
    prerenders: true,
    describe: describeConfig,
    methods: (names, file) => methodsIn(names, metadataOf(file)),
    inspect: inspectExports,
    configure: (exports, file) => readHandlerConfig(exports, services, metadataOf(file)),
    bind(given, route, config) {
      const metadata = metadataOf(route.file);
      const exports = Object(given) as Exports;
      const module = metadata === undefined ? exports : metadataModule(metadata, exports, route.file);
      const endpoint = bindMethods(module, route, config, next);
      return withCache({ endpoint, module, route, config, holder: services.cache });
    },
  };
}

const ROOT = /^(?:src\/)?app\//;

/** Whether a metadata file (relative to the project) exports a function that names several: its text says so. */
function makesSeveral(dir: string, path: string, extensions: readonly string[]): boolean {
  const generator = generatorOf(metadataFile(path.replace(ROOT, ""), extensions)?.kind ?? "data");
  return generator !== undefined && readFileSync(join(dir, path), "utf8").includes(generator);
}

/** Whether a file (absolute) is sent as it is. */
function isDataOf(dir: string, file: string, extensions: readonly string[]): boolean {
  return ROOTS.some((root) => {
    const folder = join(dir, root, "/");
    if (!file.startsWith(folder)) return false;
    const name = file.slice(folder.length).replaceAll("\\", "/");
    return metadataFile(name, extensions)?.kind === "data";
  });
}

function isTextProgram(file: string): boolean {
  const kind = metadataFile(file, PAGE_EXTENSIONS)?.kind;
  return kind === "sitemap" || kind === "robots" || kind === "manifest";
}

function isOfExpo(file: string): boolean {
  return /(?:\+api|(?:^|\/)_layout)\.[jt]sx?$/.test(file);
}

function isRouteFile(file: string, extension: string): boolean {
  return file === `route.${extension}` || file.endsWith(`/route.${extension}`);
}

const FETCH_NAME = "pagesApiFetch";

/** Makes the cached `fetch` there for modules of the project, under a name of its own; the global one stays. */
function installFetch(): string {
  Object.defineProperty(globalThis, FETCH_NAME, { value: fetch, configurable: true, writable: true });
  return FETCH_NAME;
}

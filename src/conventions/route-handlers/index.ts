import { join } from "node:path";
import type { Convention, Exports, OpenConvention, Services } from "../../convention.ts";
import { scan } from "../../routing/scan.ts";
import { openNext } from "../next/index.ts";
import { withResponse } from "../next/runtime.ts";
import { addGlobals } from "../next/globals.ts";
import { bindMethods } from "./bind.ts";
import { claimRoute, conflictOf } from "./claim.ts";
import { type HandlerConfig, readHandlerConfig } from "./config.ts";
import { installFetch } from "./fetch.ts";
import { METHODS } from "./methods.ts";
import { withCache } from "./static.ts";

const EXTENSIONS: readonly string[] = ["tsx", "ts", "jsx", "js"];
const ROOTS = ["app", "src/app"];

/** Next's Route Handlers: `route.ts` below `app`, each file with a function for each method, `(request, { params }) => Response`. */
export const routeHandlers: Convention = {
  name: "route-handlers",
  framework: "next",
  async detect({ dir, files }) {
    const found = await Promise.all(
      ROOTS.map(async (root) => {
        if (files !== undefined) return files.filter((file) => file.startsWith(`${root}/`));
        return (await scan(join(dir, root))) ?? [];
      }),
    );
    return found.flat().some((file) => EXTENSIONS.some((extension) => isRouteFile(file, extension)));
  },
  async open(project, given) {
    const { extensions, services, shared } = await openNext(project, given);
    const { define, ...compile } = withResponse(shared.compile);
    const own = { ...compile, define: { ...define, fetch: installFetch() } };
    return { ...openRouteHandlers(services, extensions), ...shared, compile: own };
  },
};

function openRouteHandlers(services: Services, extensions: readonly string[]): OpenConvention<HandlerConfig> {
  addGlobals();
  const rank = (file: string): number => extensions.findIndex((extension) => isRouteFile(file, extension));
  return {
    name: "route-handlers",
    roots: ROOTS,
    folder: "",
    claim: (file) => claimRoute(file, extensions),
    // As in Next, the last of the extensions serves.
    compare: (fileA, fileB) => rank(fileB) - rank(fileA),
    conflict: conflictOf,
    prerenders: true,
    methods: (names) => [
      ...METHODS.filter((method) => names.has(method)),
      ...(names.has("GET") && !names.has("HEAD") ? ["HEAD"] : []),
      ...(names.has("OPTIONS") ? [] : ["OPTIONS"]),
    ],
    configure: (exports) => readHandlerConfig(exports, services),
    bind: (module, route, config) =>
      withCache(bindMethods(module, route, config), Object(module) as Exports, route, config, services.cache),
  };
}

function isRouteFile(file: string, extension: string): boolean {
  return file === `route.${extension}` || file.endsWith(`/route.${extension}`);
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Convention } from "../../src/convention.ts";
import { parsePattern } from "../../src/routing/segment.ts";

export const toy: Convention = {
  name: "toy",
  framework: "toy",
  usual: { folders: ["routes"], path: "/" },
  detect: ({ dir }) => existsSync(join(dir, "routes")),
  open: (_project, services) => ({
    name: "toy",
    roots: ["routes"],
    folder: "",
    claim: (file) => (file.endsWith(".js") ? parsePattern(`/${file.slice(0, -3)}`) : undefined),
    compare: () => 0,
    configure: ({ type = "text/plain" }) => ({ type: type as string }),
    bind: (module, _route, { type }) => ({
      kind: "web",
      settings: { ...services, responseLimit: Infinity, preview: services.preview() },
      handle: () =>
        new Response((module as { default(): string }).default(), { headers: { "content-type": type } }),
    }),
  }),
};

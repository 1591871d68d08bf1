import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { installEnv } from "./import-meta-env.ts";
import type { CompileSettings } from "../../compile/settings.ts";
import { RESPONSE_NAME } from "../../web/install-response.ts";
import type { SlashRule } from "../../routing/ranked-node.ts";

const self = fileURLToPath(import.meta.url);
const STAND_INS = join(self, "../../../stand-ins/astro");

/** The modules of Astro that are served here, and the file of `stand-ins/astro` that each is. */
const MODULES: Readonly<Record<string, string>> = {
  astro: "empty",
  "astro/config": "config",
  "astro:middleware": "middleware",
  "astro/middleware": "middleware",
  "astro:env/server": "env-server",
  "astro:env/client": "env-client",
  "astro:content": "content",
  "astro:actions": "actions",
  "astro:assets": "assets",
  "astro:i18n": "i18n",
  "astro:db": "db",
  "astro:transitions": "transitions",
};

/** Integrations and plugins, which a config imports and which are not run. */
const INTEGRATION =
  /^@astrojs\/(?:alpinejs|cloudflare|db|lit|markdoc|mdx|netlify|node|partytown|preact|react|sitemap|solid-js|starlight|svelte|tailwind|vercel|vue)(?:\/|$)|^@tailwindcss\/vite$|^astro-/;

function standIn(specifier: string): string | undefined {
  const name = MODULES[specifier] ?? (INTEGRATION.test(specifier) ? "integration" : undefined);
  return name === undefined ? undefined : join(STAND_INS, name + extname(self));
}

const ADAPTER = /^@astrojs\/(?:cloudflare|netlify|node|vercel)(?:\/|$)|^@tailwindcss\/vite$/;

/**
 * How the config of a project is compiled.
 *
 * @param integrations takes the names of the integrations that it imports
 */
export function configSettings(integrations: Set<string>): CompileSettings {
  return {
    standIn(specifier) {
      if (INTEGRATION.test(specifier) && !ADAPTER.test(specifier)) integrations.add(specifier);
      return standIn(specifier);
    },
  };
}

/** The part of the config that modules can read. */
interface SiteAddress {
  readonly site: string | undefined;
  readonly base: string;
  readonly trailingSlash: SlashRule;
}

/** How endpoints are compiled. Astro's own variables of `import.meta.env` are written into them where they are named. */
export function settingsOf({ site, base, trailingSlash }: SiteAddress, dev: boolean): CompileSettings {
  const path = base === "/" || trailingSlash !== "always" ? base : `${base}/`;
  const values = {
    SITE: site,
    BASE_URL: path,
    MODE: dev ? "development" : "production",
    PROD: !dev,
    DEV: dev,
    SSR: true,
    ASSETS_PREFIX: undefined,
  };
  const define: Record<string, string> = { "import.meta.env": installEnv(values), Response: RESPONSE_NAME };
  for (const [name, value] of Object.entries(values)) {
    define[`import.meta.env.${name}`] = value === undefined ? "undefined" : JSON.stringify(value);
  }
  return { standIn, define };
}

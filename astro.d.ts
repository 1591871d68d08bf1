/// <reference types="node" />
// The modules of Astro that endpoints import, for projects without Astro:
//   "types": ["node", "pages-api/astro"] in tsconfig.json.
// Each name is a pattern with one `*` in it on purpose. TypeScript asks patterns only for what it does not find, so an
// installed Astro keeps its own types; a plain name would hide them.

interface ImportMetaEnv extends Record<string, any> {
  readonly MODE: string;
  readonly BASE_URL: string;
  readonly PROD: boolean;
  readonly DEV: boolean;
  readonly SSR: boolean;
  readonly SITE: string | undefined;
}

interface ImportMeta {
  readonly env: ImportMetaEnv;
}

declare module "ast*ro" {
  export * from "pages-api/astro/types";
}

declare module "astro/conf*ig" {
  export * from "pages-api/astro/config";
}

declare module "astro:middlewa*re" {
  export * from "pages-api/astro/middleware";
}

declare module "astro/middlewa*re" {
  export * from "pages-api/astro/middleware";
}

// The variables are those of the project's env.schema.
declare module "astro:env/serv*er";
declare module "astro:env/clie*nt";

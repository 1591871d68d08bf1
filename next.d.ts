/// <reference types="node" />
// The modules of Next that API routes import types from, for projects without Next:
//   "types": ["node", "pages-api/next"] in tsconfig.json.
// Each name is a pattern with one `*` in it on purpose. TypeScript asks patterns only for what it does not find in
// node_modules, so an installed Next keeps its own types; a plain name would hide them. Next's package.json has no
// `exports`: an ES module under "nodenext" finds "next/server" and "next/types" in it only with ".js", hence here.

declare module "ne*xt" {
  export type { NextApiHandler, NextApiRequest, NextApiResponse, PageConfig, PreviewData } from "pages-api";
  export type { MetadataRoute } from "pages-api/next/metadata";
  export type { NextConfig } from "pages-api/next/types";
  /** Of pages, which are not here. */
  export type Metadata = any;
  /** Of pages, which are not here. Types of other packages name it. */
  export type GetServerSidePropsContext = any;
}

declare module "next/ty*pes" {
  export type { NextApiHandler, NextApiRequest, NextApiResponse, PageConfig, PreviewData } from "pages-api";
}

declare module "next/serv*er" {
  export * from "pages-api/next/server";
}

declare module "next/serv*er.js" {
  export * from "pages-api/next/server";
}

declare module "next/head*ers" {
  export * from "pages-api/next/headers";
}

declare module "next/head*ers.js" {
  export * from "pages-api/next/headers";
}

declare module "next/navi*gation" {
  export * from "pages-api/next/navigation";
}

declare module "next/navi*gation.js" {
  export * from "pages-api/next/navigation";
}

declare module "next/ca*che" {
  export * from "pages-api/next/cache";
}

declare module "next/ca*che.js" {
  export * from "pages-api/next/cache";
}

declare module "next/o*g" {
  export * from "pages-api/next/og";
}

declare module "next/o*g.js" {
  export * from "pages-api/next/og";
}

declare module "server-on*ly" {}

declare module "client-on*ly" {}

// Next exports these types by no other path.
declare module "next/dist/server/web/spec-extension/adapters/request-cook*ies" {
  export type { CallCookies as ReadonlyRequestCookies } from "pages-api/next/headers";
}

declare module "next/dist/server/web/spec-extension/adapters/head*ers" {
  export type { ReadonlyHeaders } from "pages-api/next/headers";
}

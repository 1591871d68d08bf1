import type * as astro from "astro";
import type * as ours from "pages-api/astro/types";

declare const context: astro.APIContext;

/** What is written for the context here takes Astro's. */
export const given: ours.APIContext = context;
export const route: astro.APIRoute = ((it: ours.APIContext) =>
  new Response(it.url.href)) satisfies ours.APIRoute;

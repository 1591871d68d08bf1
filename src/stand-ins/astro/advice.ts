/** The modules of Astro that do not work without its build, and what to use instead. */
export const ADVICE = {
  "astro:actions": "Write the action as an endpoint: export const POST in src/pages.",
  "astro:assets": "Put images in a folder of a static server, and name their URLs.",
  "astro:content": "Read the files of a collection with node:fs, or put the data in a module.",
  "astro:db": "Use the client of the database itself.",
  "astro:i18n": "Use context.currentLocale and context.preferredLocale.",
  "astro:transitions": "It belongs to pages.",
} as const;

/** Members of a context that do not work without its build, and what to use instead. */
export const CONTEXT_ADVICE = {
  session: "Keep a session in a store of your own, named by a cookie: context.cookies.",
  cache: "Set Cache-Control on the Response.",
  callAction: "Call the function behind the action itself.",
} as const;

/** The modules of Astro that do not work without its build, and what to use instead. */
export const ADVICE = {
  "astro:actions": "Write the action as an endpoint: export const POST in src/pages.",
  "astro:assets": "Put images in a folder of a static server, and name their URLs.",
  "astro:content": "Read the files of a collection with node:fs, or put the data in a module.",
  "astro:db": "Use the client of the database itself.",
  "astro:i18n": "Use context.currentLocale and context.preferredLocale.",
  "astro:transitions": "It belongs to pages.",
} as const;

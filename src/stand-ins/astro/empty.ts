/** `astro` has only types. */
export const generator = "pages-api";

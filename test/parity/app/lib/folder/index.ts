export const place = "lib/folder/index.ts";

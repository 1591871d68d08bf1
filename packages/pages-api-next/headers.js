export * from "pages-api/next/headers";

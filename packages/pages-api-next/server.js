export * from "pages-api/next/server";

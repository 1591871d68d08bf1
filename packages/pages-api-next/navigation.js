export * from "pages-api/next/navigation";

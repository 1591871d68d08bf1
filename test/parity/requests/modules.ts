import type { Row } from "../row.ts";

const FILES = [
  "cjs",
  "es-module",
  "mixed",
  "await",
  "globals",
  "env",
  "typescript",
  "next-server",
  "view",
  "reexport",
  "async-arrow",
  "bound",
  "proxied",
];

export const modules: Row[] = [
  ...FILES.map((file) => ({ name: `a module: ${file}`, path: `/api/modules/${file}` })),
  { name: "a promise as the default export", path: "/api/modules/thenable" },
  {
    name: "module state lives on between requests",
    messages: [
      { path: "/api/modules/state?reset" },
      { path: "/api/modules/state" },
      { path: "/api/modules/state" },
    ],
  },
];

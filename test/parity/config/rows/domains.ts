import { ask } from "./ask.ts";

const PATHS = [
  "/api/echo",
  "/fr/api/echo",
  "/en/api/echo",
  "/api/r/plain",
  "/api/r/fr",
  "/api/r/en",
  "/api/w/before",
  "/api/w/plain",
  "/api/w/fr",
  "/api/w/en",
  "/api/w/any",
  "/api/w/fb",
];

export const domains = [
  ...["example.fr", "EXAMPLE.fr:3000", "example.nl", "other.test"].flatMap((host) =>
    PATHS.map((path) => ask(path, { Host: host })),
  ),
  // A cookie or a header does not choose the locale of an API.
  ask("/api/w/fr", { Host: "example.fr", Cookie: "NEXT_LOCALE=nl" }),
  ask("/api/w/fr", { Host: "other.test", "Accept-Language": "fr" }),
];

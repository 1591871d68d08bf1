/// <reference types="node" />
// The modules of Expo that API routes import, for projects without Expo:
//   "types": ["node", "pages-api/expo"] in tsconfig.json.
// Each name is a pattern with one `*` in it on purpose. TypeScript asks patterns only for what it does not find in
// node_modules, so an installed Expo keeps its own types; a plain name would hide them.

declare module "expo-serv*er" {
  export * from "pages-api/expo/server";
}

declare module "expo-router/serv*er" {
  export * from "pages-api/expo/server";
}

declare module "@expo/serv*er" {
  export * from "pages-api/expo/server";
}

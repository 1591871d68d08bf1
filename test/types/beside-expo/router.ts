// Compiled beside an installed expo-router and expo-server, as expo.ts is.
import * as Expo from "expo-router/server";
import * as Ours from "pages-api/expo/server";

type Params = Record<string, string | string[]>;

export const toExpo = (
  handler: Ours.RequestHandler,
  middleware: Ours.MiddlewareFunction,
  loader: Ours.LoaderFunction<number>,
): [
  Expo.RequestHandler,
  Expo.MiddlewareFunction,
  Expo.LoaderFunction<number>,
  typeof Expo.createStaticLoader<number>,
] => [handler, middleware, loader, Ours.createStaticLoader];

export const toOurs = (
  handler: Expo.RequestHandler,
  request: Expo.ImmutableRequest,
): [Ours.RequestHandler, Ours.ImmutableRequest] => [handler, request];

/** The maker of loaders for requests takes the same functions; only Expo makes the headers that its requests have. */
export const ofRequests: Expo.LoaderFunction<string>[] = [
  Expo.createServerLoader((request, params) => request.url + Object.keys(params).length),
  Ours.createServerLoader((request, params) => request.url + Object.keys(params).length),
];

/** A loader that is made by either is used alike. */
export const data: (number | Promise<number>)[] = [Expo, Ours].map(({ createStaticLoader }) =>
  createStaticLoader((params: Params) => Object.keys(params).length)(undefined, {}),
);

// Compiled beside an installed expo-server, by test/types/expo.ts: its types and ours, each in the other's place.
import * as Expo from "expo-server";
import * as Ours from "pages-api/expo/server";

type Functions = [
  origin: () => string | null,
  environment: () => string | null,
  runTask: (task: () => Promise<unknown>) => void,
  deferTask: (task: () => Promise<unknown> | void) => void,
  setResponseHeaders: (
    update: Headers | Record<string, string | string[]> | ((headers: Headers) => Headers | void),
  ) => void,
];

/** A program that is written for one of them compiles with the other. */
export const ofExpo: Functions = [
  Expo.origin,
  Expo.environment,
  Expo.runTask,
  Expo.deferTask,
  Expo.setResponseHeaders,
];
export const ofOurs: Functions = [
  Ours.origin,
  Ours.environment,
  Ours.runTask,
  Ours.deferTask,
  Ours.setResponseHeaders,
];

export const toExpo = (
  error: typeof Ours.StatusError,
  settings: Ours.MiddlewareSettings,
  matcher: Ours.MiddlewareMatcher,
  middleware: Ours.MiddlewareFunction,
): [typeof Expo.StatusError, Expo.MiddlewareSettings, Expo.MiddlewareMatcher, Expo.MiddlewareFunction] => [
  error,
  settings,
  matcher,
  middleware,
];

// The headers of Expo's request are of a class of its own, which only Expo makes.
export const toOurs = (
  error: typeof Expo.StatusError,
  request: Expo.ImmutableRequest,
  settings: Expo.MiddlewareSettings,
  matcher: Expo.MiddlewareMatcher,
): [
  typeof Ours.StatusError,
  Ours.ImmutableRequest,
  Ours.MiddlewareSettings,
  Ours.MiddlewareMatcher,
  Headers,
] => [error, request, settings, matcher, Expo.requestHeaders()];

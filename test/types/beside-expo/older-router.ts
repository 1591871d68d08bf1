// Compiled beside expo-router 6, the last one with the names of the older documentation.
import type * as Expo from "expo-router/server";
import type * as Ours from "pages-api/expo/server";

export const toExpo = (
  handler: Ours.RequestHandler,
  request: Ours.ExpoRequest,
  response: Ours.ExpoResponse,
  middleware: Ours.MiddlewareFunction,
): [Expo.RequestHandler, Expo.ExpoRequest, Expo.ExpoResponse, Expo.MiddlewareFunction] => [
  handler,
  request,
  response,
  middleware,
];

export const toOurs = (
  handler: Expo.RequestHandler,
  request: Expo.ExpoRequest,
  response: Expo.ExpoResponse,
): [Ours.RequestHandler, Ours.ExpoRequest, Ours.ExpoResponse] => [handler, request, response];

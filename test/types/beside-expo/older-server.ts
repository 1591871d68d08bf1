// Compiled beside @expo/server, which expo-server replaced. Its type `ExpoResponse` is a request, by mistake.
import type * as Expo from "@expo/server";
import type * as Ours from "pages-api/expo/server";

export const toExpo = (
  request: Ours.ExpoRequest,
  middleware: Ours.MiddlewareFunction,
): [Expo.ExpoRequest, Expo.MiddlewareFunction] => [request, middleware];

export const toOurs = (request: Expo.ExpoRequest): Ours.ExpoRequest => request;

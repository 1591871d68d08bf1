import type { SettledResponse } from "../http/body-length.ts";
import type { kSettings, WriteSettings } from "../http/settings.ts";
import type { PreviewKeys } from "./preview-keys.ts";
import type { Revalidate } from "./revalidate.ts";

/** What is decided at load about a route's responses. */
export interface ResponseSettings extends WriteSettings {
  readonly preview: PreviewKeys;
  /** What `res.revalidate()` does. */
  readonly revalidate?: Revalidate | undefined;
}

/** A response that has the settings of a route: ours, or one of another server. */
export interface RouteResponse extends SettledResponse {
  [kSettings]?: ResponseSettings | undefined;
}

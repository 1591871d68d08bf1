import type { Services } from "../convention.ts";
import type { ResponseSettings } from "../api/response-settings.ts";

/** How answers are written that no setting of a route changes: those of web endpoints, and of middleware. */
export function responseSettings({ compress, dev, logger, preview }: Services): ResponseSettings {
  return { compress, dev, logger, preview: preview(), responseLimit: Infinity };
}

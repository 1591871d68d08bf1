import type { Logger } from "../observe/logger.ts";
import type { Revalidate } from "./revalidate.ts";
import type { PreviewKeys } from "./seal.ts";

/** What is decided at load about a route's responses. */
export interface ResponseSettings {
  /** The size in bytes from which a warning is logged; `Infinity` for none. */
  readonly responseLimit: number;
  readonly compress: boolean;
  readonly dev: boolean;
  readonly logger: Logger;
  readonly preview: PreviewKeys;
  /** What `res.revalidate()` does. */
  readonly revalidate?: Revalidate | undefined;
  /** The route's file, for warnings. */
  readonly file?: string | undefined;
}

/** The settings of the route that answers; set before its handler runs. */
export const kSettings = Symbol("settings");

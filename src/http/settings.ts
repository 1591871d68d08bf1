import type { Logger } from "../observe/logger.ts";

/** What is decided at load about how a route's answers are written. */
export interface WriteSettings {
  /** The size in bytes from which a warning is logged; `Infinity` for none. */
  readonly responseLimit: number;
  /** What the warning says beside the size. */
  readonly limitAdvice?: string | undefined;
  readonly compress: boolean;
  readonly dev: boolean;
  readonly logger: Logger;
  /** Whether headers of rules and of a middleware win over those of a Response, as in Next. Default: `false`. */
  readonly yields?: boolean | undefined;
  /** The route's file, for warnings. */
  readonly file?: string | undefined;
}

/** The settings of the route that answers; set before its handler runs. */
export const kSettings = Symbol("settings");

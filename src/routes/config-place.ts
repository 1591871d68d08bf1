import type { RouteNote } from "../convention.ts";
import type { RouteError } from "../error.ts";
import { frameOf, sourceRoot } from "../observe/code-frame.ts";
import { ConfigError, locate } from "../syntax/config-error.ts";
import { readAlone } from "../syntax/exports.ts";

/** The same mistakes in a route's configuration, each with line and column. */
export async function placed(error: RouteError, file: string, dir: string): Promise<RouteError> {
  const exports = await readAlone(file, dir);
  return exports === undefined ? error : locate(error, exports, dir, file);
}

/** Notes on a route as texts of several lines: place, message, and the lines of the source around it. */
export async function textsOf(notes: readonly RouteNote[], file: string, dir: string): Promise<string[]> {
  const exports = await readAlone(file, dir);
  return notes.map(({ message, key }) => {
    const spot = key === undefined ? undefined : exports?.spotOf(key);
    if (spot === undefined) return `${file}: ${message}`;
    const error = new ConfigError(message, spot, dir);
    const frame = frameOf(error, sourceRoot(dir));
    return frame === undefined ? error.message : `${error.message}\n\n${frame.text}\n`;
  });
}

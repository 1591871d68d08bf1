import type { BuildFailure, Message } from "esbuild";
import { build } from "./esbuild.ts";
import type { RouteError } from "../error.ts";
import { findTsConfig, readTsConfig } from "../project/tsconfig.ts";
import { compileError } from "./diagnostic.ts";
import { holdCompiler } from "./service.ts";

/** What is wrong with the tsconfig.json of a project. */
export interface TsConfigMistakes {
  /** It cannot be parsed: nothing compiles. */
  readonly error?: RouteError;
  /** What it extends, as written, and there is no such file: its options are missing. Packages are not named. */
  readonly missing?: Message;
}

/**
 * Looks for mistakes in the tsconfig.json of a project; for the commands that compile nothing, or go around mistakes.
 *
 * @param tsconfig the file (absolute) in place of the usual one
 */
export async function tsconfigMistakes(dir: string, tsconfig?: string): Promise<TsConfigMistakes> {
  const file = tsconfig ?? findTsConfig(dir);
  if (file === undefined || (await readTsConfig(file)).options !== undefined) return {};
  const release = holdCompiler();
  try {
    const { warnings } = await build({
      absWorkingDir: dir,
      logLevel: "silent",
      stdin: { contents: "" },
      tsconfig: file,
      write: false,
    });
    const missing = warnings.find(({ location }) => /^["']\./.test(textAt(location)));
    return missing === undefined ? {} : { missing };
  } catch (error) {
    const [message] = (error as Partial<BuildFailure>).errors ?? [];
    if (message === undefined) throw error;
    return { error: compileError(message, file, dir) };
  } finally {
    await release();
  }
}

/** @throws RouteError ROUTE_COMPILE for a tsconfig.json that cannot be parsed */
export async function assertTsConfig(dir: string, tsconfig?: string): Promise<void> {
  const { error } = await tsconfigMistakes(dir, tsconfig);
  if (error !== undefined) throw error;
}

function textAt(location: Message["location"]): string {
  return location === null ? "" : Buffer.from(location.lineText).subarray(location.column).toString();
}

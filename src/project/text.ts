import { readFileSync, statSync } from "node:fs";

/**
 * The text of a file; `undefined` for what is not a file: to read a named pipe waits for a writer.
 *
 * @throws the system's error where nothing is there, or nothing may be read
 */
export function textOfFile(path: string): string | undefined {
  return statSync(path).isFile() ? readFileSync(path, "utf8") : undefined;
}

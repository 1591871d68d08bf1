import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";

const PROGRAM = fileURLToPath(new URL("../support/shape.mjs", import.meta.url));

/** V8 is fast with objects whose properties came in one order; it gives those one hidden class. */
describe("two requests of a kind have one hidden class, and so have their responses", () => {
  let shapes: Record<string, { req: boolean; res: boolean }>;

  beforeAll(async () => {
    const args = ["--allow-natives-syntax", PROGRAM];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    shapes = JSON.parse(stdout) as typeof shapes;
  });

  test.each([
    "json",
    "a query, another query",
    "a body, another body",
    "cookies, other cookies",
    "send",
    "headers",
    "json, with and without a query",
  ])("%s", (kind) => {
    expect(shapes[kind]).toEqual({ req: true, res: true });
  });
});

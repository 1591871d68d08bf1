import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const run = promisify(execFile);
const root = new URL("../..", import.meta.url).pathname;

it("type-checks routes that are written against Next's types, and refuses what Next's types refuse", async () => {
  const tsc = run(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "test/types/tsconfig.json"], {
    cwd: root,
  });
  await expect(tsc).resolves.toMatchObject({ stdout: "" });
});

import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { project } from "../support/hosts.ts";
import { install, link } from "../support/installed.ts";
import { rename } from "node:fs/promises";

const TSC = new URL("../../node_modules/.bin/tsc", import.meta.url).pathname;

/** Whoever installs @types/node today has those of the newest Node, and a tsconfig.json that checks libraries too. */
it("type-checks a route with the types of Node 26, without skipLibCheck", async () => {
  const dir = await project({
    "tsconfig.json": '{ "compilerOptions": { "types": ["node", "pages-api/next"], "noEmit": true } }',
    "pages/api/hello.ts": `
      import type { NextApiRequest, NextApiResponse } from "next";
      import { createServer } from "pages-api";
      export default function handler(req: NextApiRequest, res: NextApiResponse<{ message: string }>) {
        req.signal.throwIfAborted();
        res.status(200).json({ message: \`Hello \${req.query.name ?? "World"}!\` });
      }
      export const server = createServer({ routes: { "/api/hello": handler } });`,
  });
  await install(dir);
  const modules = join(dir, "node_modules");
  await link("node-types-26", join(modules, "@types"));
  await rename(join(modules, "@types/node-types-26"), join(modules, "@types/node"));

  const { stdout } = await promisify(execFile)(TSC, ["-p", "."], { cwd: dir }).catch(
    (error: unknown) => error as { stdout: string },
  );
  expect(stdout).toBe("");
});

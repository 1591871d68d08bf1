import type { Server } from "node:http";
import type { ServerOptions } from "../../../src/index.ts";
import { keepLog, type KeptLog, owned, project } from "../../support/hosts.ts";

/** An Astro project whose endpoints are answered live; ends with the test. */
export async function serveAstro(
  files: Readonly<Record<string, string>>,
  options: ServerOptions = {},
): Promise<{ readonly server: Server; readonly dir: string; readonly log: KeptLog }> {
  const log = keepLog();
  const dir = await project({ "astro.config.mjs": "export default { output: 'server' };", ...files });
  return { server: await owned.start({ dir, dev: false, logger: log, ...options }), dir, log };
}

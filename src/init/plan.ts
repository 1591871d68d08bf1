import { existsSync, readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { realPath } from "../compile/source.ts";
import { lookAtConventions, withStartup } from "../conventions/index.ts";
import { claimRoutes } from "../routes/claim.ts";
import { versionOf } from "../version.ts";
import { importsOf } from "./imports.ts";
import { manifestFor, type Manifest, readManifest } from "./package-json.ts";
import type { Step } from "./step.ts";
import { typesStep } from "./types.ts";

export interface Plan {
  readonly steps: readonly Step[];
  /** What is left to do by hand. */
  readonly notes: readonly string[];
  readonly routes: number;
}

export interface PlanOptions {
  /** The Next project, absolute. */
  readonly from: string;
  /** The new project, absolute; the same folder where the API is served from where it is. */
  readonly to: string;
  /** Whether a `server.js` is wanted. */
  readonly server: boolean;
}

const SERVER = `import { createServer } from "pages-api";

const server = createServer();
await server.ready();
server.listen(Number(process.env.PORT ?? 3000));
`;

/** Decides what `pages-api init` does, without doing any of it. */
export async function makePlan({ from, to, server }: PlanOptions): Promise<Plan> {
  const { conventions, companions } = await lookAtConventions(from);
  const loader = { files: undefined as never, command: undefined as never };
  const claimed = await claimRoutes({ dir: from, conventions, loader });
  const routes = claimed.map(({ file }) => file);
  const entries = [...companions, ...withStartup(from, routes)];
  const { sources, packages, outside, broken } = await importsOf(from, entries);
  const moves = from !== to;
  // Beside the old project, imports lead to the same files.
  const lost = outside.filter((file) => resolve(to, relative(realPath(from), file)) !== file);
  const notes = [
    ...broken.map(
      (message) => `${moves ? "Not copied, since it does not compile" : "Does not compile"}: ${message}`,
    ),
    ...(moves ? lost.map((file) => `Not copied, since it is outside of ${from}: ${file}`) : []),
  ];
  const steps: Step[] = [];
  if (moves) {
    const environment = readdirSync(from).filter((name) => name === ".env" || name.startsWith(".env."));
    for (const file of [...new Set([...entries, ...sources, ...environment])].toSorted()) {
      if (file !== "package.json" && !/^tsconfig.*\.json$/.test(file))
        steps.push({ file, from: join(from, file) });
    }
  }
  const old = readManifest(from);
  const present = moves ? readManifest(to) : old;
  const manifest = manifestFor({ old, present, packages, from, to, moves, version: versionOf() });
  steps.push(manifest.step);
  notes.push(...manifest.notes);
  const types = typesStep(from, to, moves);
  if (types?.step !== undefined) steps.push(types.step);
  if (types?.note !== undefined) notes.push(types.note);
  if (server) steps.push({ file: serverName(present ?? {}), text: SERVER });
  return { steps, notes, routes: routes.length };
}

function serverName({ type }: Manifest): string {
  return type === "module" ? "server.js" : "server.mjs";
}

/** Whether a step would take the place of a file that is there. */
export function overwrites(step: Step, to: string): boolean {
  return (
    step.adds === undefined &&
    existsSync(join(to, step.file)) &&
    relative(step.from ?? "", join(to, step.file)) !== ""
  );
}

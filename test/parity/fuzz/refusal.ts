import { createRequire } from "node:module";
import { join } from "node:path";

import { lookAtConventions } from "../../../src/conventions/index.ts";
import { RouteError } from "../../../src/error.ts";
import { claimRoutes } from "../../../src/routes/claim.ts";
import { Router } from "../../../src/routing/router.ts";
import * as reasons from "../reasons.ts";

import { addTo } from "./met.ts";
import type { Met } from "./met.ts";
import { pageOf } from "./tree.ts";
import type { Tree } from "./tree.ts";
import type { Difference } from "./verdict.ts";

export type Sort = (pages: string[]) => string[];

/** The function by which Next itself refuses trees, of the install in which its app was built. */
export function sortOf(folder: string): Sort {
  const require = createRequire(join(folder, "package.json"));
  const { getSortedRoutes } = require("next/dist/shared/lib/router/utils") as { getSortedRoutes: Sort };
  return getSortedRoutes;
}

const { conventions } = await lookAtConventions(".", { conventions: ["pages-api"] });

interface Refusal {
  message: string;
  /** The files that the message is about. */
  files: Tree;
}

async function refusalByUs(files: Tree): Promise<Refusal | undefined> {
  const loader = {
    files: files.map((file) => `pages/api/${file}`),
    load: () => Promise.reject(new Error("no module is loaded here")),
    dispose: () => Promise.resolve(),
  };
  try {
    void new Router(await claimRoutes({ dir: ".", conventions, loader }));
    return undefined;
  } catch (error) {
    if (!(error instanceof RouteError)) throw error;
    const [message = "", ...named] = error.message.split("\n  pages/api/");
    return { message, files: named };
  }
}

function refusalByNext(sort: Sort, files: Tree): string | undefined {
  try {
    sort([...new Set(files.map((file) => `/api${pageOf(file)}`))].toSorted());
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** What the two say of a tree, where that is not the same. */
export async function disagreementOn(files: Tree, sort: Sort, met: Met): Promise<Difference | undefined> {
  const [ours, next] = [await refusalByUs(files), refusalByNext(sort, files)];
  if (ours?.message === next) return undefined;
  // A tree with several mistakes: any one of them may be named first.
  if (ours && next && refusalByNext(sort, ours.files) === ours.message) return undefined;
  const plain = files.map((file) => file.split("/").map(plainName).join("/"));
  if (ours && isNameless(ours)) addTo(met, [reasons.NAMELESS]);
  else if (refusalByNext(sort, plain) === ours?.message) addTo(met, [reasons.BRACKETS]);
  else return differenceOf(next ?? "accepted", ours?.message ?? "accepted");
  return undefined;
}

function differenceOf(next: string, ours: string): Difference {
  const line = `${next} -> ${ours}`;
  return { kind: line.replaceAll(/'[^']*'|"[^"]*"/g, "_"), lines: [line] };
}

function isNameless({ message, files }: Refusal): boolean {
  return message.startsWith("Dynamic segments need a name") && files.some((file) => /\[\.\.\.\]/.test(file));
}

/** Empty brackets are literal text to us, and to Next when it serves, but a param without a name when it sorts. */
function plainName(name: string): string {
  return name.replace(/^\[\](?=\.|$)/, "plain");
}

export async function isAccepted(files: Tree, sort: Sort): Promise<boolean> {
  return !refusalByNext(sort, files) && !(await refusalByUs(files));
}

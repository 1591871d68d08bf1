import { fileURLToPath } from "node:url";
import type { Recorded } from "../recording.ts";
import type { Row } from "../row.ts";
import { run } from "../run.ts";
import { origin } from "./requests/origin.ts";
import { later, routes } from "./requests/routes.ts";
import { matcher, rules } from "./requests/rules.ts";

export interface App {
  /** The folder below apps/. */
  readonly name: string;
  readonly rows: Row[];
  /** The version of Expo that it is recorded from. Default: 57. */
  readonly expo?: string;
  /** Sent one after the other, when the others are done. */
  readonly later?: Row[];
}

export const apps: App[] = [
  { name: "routes", rows: routes, later },
  { name: "rules", rows: rules },
  { name: "matcher", rows: matcher },
  { name: "origin", rows: origin, expo: "58" },
];

export function folderOf({ name }: App): string {
  return fileURLToPath(new URL(`apps/${name}`, import.meta.url));
}

export function recordingFile({ name }: App): URL {
  return new URL(`recorded/${name}.json`, import.meta.url);
}

/** Sends every row to the server on `port`. */
export async function runRows(app: App, port: number): Promise<Map<string, Recorded>> {
  const results = await run(app.rows, port);
  for (const row of app.later ?? []) {
    for (const [name, recorded] of await run([row], port)) results.set(name, recorded);
  }
  return results;
}

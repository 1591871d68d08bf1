import { cpSync, existsSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Recorded } from "../recording.ts";
import type { Row } from "../row.ts";
import { actions, proxied } from "./requests/actions.ts";
import { base, failsAtImport, i18n, limit, rules, slash } from "./requests/config.ts";
import { extensions, lookahead, matchers } from "./requests/matchers.ts";

export interface App {
  /** The folder below apps/ whose files are laid over those of apps/shared. */
  name: string;
  title: string;
  rows: Row[];
}

export const apps: App[] = [
  { name: "actions", title: "middleware.js without a matcher", rows: actions },
  { name: "proxy", title: "src/proxy.ts with a default export", rows: proxied },
  { name: "matchers", title: "proxy.js with an array of matchers", rows: matchers },
  { name: "lookahead", title: "a matcher with a negative lookahead", rows: lookahead },
  { name: "base", title: "basePath", rows: base },
  { name: "slash", title: "trailingSlash", rows: slash },
  { name: "i18n", title: "i18n", rows: i18n },
  { name: "rules", title: "beside headers, redirects and rewrites", rows: rules },
  { name: "limit", title: "a limit on bodies", rows: limit },
  { name: "extensions", title: "pageExtensions", rows: extensions },
  { name: "fails-at-import", title: "a proxy.js that throws when it is loaded", rows: failsAtImport },
];

const APPS = fileURLToPath(new URL("apps", import.meta.url));

/** Lays out the files of an app in a new folder below `parent`. */
export function layOut({ name }: App, parent: string): string {
  const folder = mkdtempSync(join(parent, `middleware-${name}-`));
  const shared = join(APPS, "shared");
  if (existsSync(join(APPS, name, "src"))) {
    for (const part of ["pages", "lib"])
      cpSync(join(shared, part), join(folder, "src", part), { recursive: true });
    for (const part of [".env", "package.json", "next.config.js"])
      cpSync(join(shared, part), join(folder, part));
  } else cpSync(shared, folder, { recursive: true });
  cpSync(join(APPS, name), folder, { recursive: true });
  return folder;
}

/** Where the answers of Next to an app's rows are kept. */
export function recordingFile({ name }: App): URL {
  return new URL(`recorded/${name}.json`, import.meta.url);
}

/** Takes the port of the other server out of the answers. */
export function withoutUpstream(answers: Map<string, Recorded>, port: number): Map<string, Recorded> {
  const text = JSON.stringify([...answers]);
  return new Map(JSON.parse(text.replaceAll(`127.0.0.1:${port}`, "127.0.0.1:<up>")) as [string, Recorded][]);
}

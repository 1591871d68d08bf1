import { fileURLToPath } from "node:url";
import type { Section } from "../row.ts";
import { base } from "./rows/base.ts";
import { both } from "./rows/both.ts";
import { domains } from "./rows/domains.ts";
import { given, slashed } from "./rows/given.ts";
import { headers } from "./rows/headers.ts";
import { locale } from "./rows/locale.ts";
import { plain } from "./rows/plain.ts";
import { proxied } from "./rows/proxied.ts";
import { redirects } from "./rows/redirects.ts";
import { rewrites } from "./rows/rewrites.ts";
import { slash } from "./rows/slash.ts";
import { web } from "./rows/web.ts";
import { webbase } from "./rows/webbase.ts";

/** A project with a next.config of its own, and what is asked of it. */
export interface ConfigProject {
  name: string;
  app: string;
  recorded: URL;
  sections: Section[];
  /** The host that Next is started with, where it has to know its own URLs again. */
  host?: string | undefined;
}

function project(name: string, sections: Section[], host?: string): ConfigProject {
  const app = fileURLToPath(new URL(`projects/${name}`, import.meta.url));
  return { name, app, recorded: new URL(`recorded/${name}.json`, import.meta.url), sections, host };
}

export const projects: ConfigProject[] = [
  project("rules", [
    { title: "headers", rows: headers },
    { title: "redirects", rows: redirects },
    { title: "rewrites", rows: rewrites },
    { title: "another origin", rows: proxied },
  ]),
  project("slash", [{ title: "trailingSlash", rows: slash }]),
  project("base", [{ title: "basePath", rows: base }]),
  project("locale", [{ title: "i18n", rows: locale }]),
  project("domains", [{ title: "i18n.domains", rows: domains }]),
  project("plain", [{ title: "skipTrailingSlashRedirect, pageExtensions, env, compress", rows: plain }]),
  project("both", [{ title: "basePath, trailingSlash and i18n", rows: both }]),
  project("web", [{ title: "rewrites to web handlers", rows: web }], "localhost"),
  project(
    "given",
    [
      { title: "headers before web handlers", rows: given },
      { title: "rewrites to a slash", rows: slashed },
    ],
    "localhost",
  ),
  project("webbase", [{ title: "edge functions, basePath and i18n", rows: webbase }]),
];

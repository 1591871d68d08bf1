import type { ProjectNote, Services } from "../../convention.ts";
import { WITHOUT_EFFECT } from "./config-defaults.ts";
import type { LoadedConfig } from "./config.ts";

const RULE = "next-config";

/** Options that change answers of an API under Next, and not here. */
const UNSUPPORTED: readonly (readonly [name: string, value: unknown, message: string])[] = [
  [
    "useFileSystemPublicRoutes",
    false,
    "Next answers 404 to every route that its own server finds; here the routes are served. Remove it.",
  ],
];

/** What there is to say of the options of a next.config. */
export function configNotes({ raw, file }: LoadedConfig): ProjectNote[] {
  const unsupported = UNSUPPORTED.filter(([name, value]) => raw[name] === value).map(
    ([name, value, message]): ProjectNote => ({
      level: "unsupported",
      rule: RULE,
      file,
      message: `\`${name}\` is ${JSON.stringify(value)}: ${message}`,
    }),
  );
  const unknown = Object.keys(raw).filter((name) => !WITHOUT_EFFECT.has(name));
  if (unknown.length === 0) return unsupported;
  const list = unknown.map((name) => `\`${name}\``).join(", ");
  const message = `${list} ${unknown.length === 1 ? "is" : "are"} unknown here, and left out. If it changes answers of the API, they differ.`;
  return [...unsupported, { level: "attention", rule: RULE, file, message }];
}

/** A source or a condition that a client can keep the server busy with. */
export function slowPatternNote(file: string, where: string, source: string): ProjectNote {
  const message = `${where}: a client can keep the server busy with a path for ${JSON.stringify(source)}. Repeat less in it.`;
  return { level: "attention", rule: RULE, file, message };
}

const reported = new Set<string>();

/** Logs each note once in this process. Where files are only looked at, nobody serves them. */
export function reportNotes(notes: readonly ProjectNote[], { logger, load }: Services): void {
  if (load === undefined) return;
  for (const { file, message } of notes) {
    const text = `${file}: ${message}`;
    if (!reported.has(text)) logger.warn(text);
    reported.add(text);
  }
}

import { inspect } from "node:util";
import type { ProjectNote, Services } from "../../convention.ts";
import { WITHOUT_EFFECT } from "./config-defaults.ts";
import { didYouMean } from "../../error.ts";
import type { LoadedConfig, RawConfig } from "./config.ts";

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
  return [...unsupported, ...unknownOptions(raw, file), ...wrongTypes(raw, file)];
}

/** Options that this package does not know: most often a typo. */
function unknownOptions(raw: RawConfig, file: string): ProjectNote[] {
  const names = [...WITHOUT_EFFECT];
  const unknown = Object.keys(raw).filter((name) => !WITHOUT_EFFECT.has(name));
  const hints = new Map(unknown.map((name) => [name, didYouMean(name, names)]));
  const misspelt = unknown.filter((name) => hints.get(name) !== "");
  const others = unknown.filter((name) => hints.get(name) === "");
  const note = { level: "attention", rule: RULE, file } as const;
  const notes = misspelt.map((name): ProjectNote => {
    return {
      ...note,
      key: name,
      message: `next.config has no option "${name}": it is ignored.${hints.get(name)}`,
    };
  });
  if (others.length === 0) return notes;
  const list = others.map((name) => `\`${name}\``).join(", ");
  const message = `${list} ${others.length === 1 ? "is" : "are"} unknown here, and left out. If it changes answers of the API, they differ.`;
  return [...notes, { ...note, message }];
}

/** Next warns of them too, and goes on. */
function wrongTypes(raw: RawConfig, file: string): ProjectNote[] {
  const wrong = BOOLEANS.filter((name) => raw[name] !== undefined && typeof raw[name] !== "boolean");
  return wrong.map((name) => ({
    level: "attention",
    rule: RULE,
    file,
    key: name,
    message: `\`${name}\` is ${inspect(raw[name])}. Write true or false.`,
  }));
}

const BOOLEANS = ["trailingSlash", "skipTrailingSlashRedirect", "compress", "generateEtags"];

/** A source or a condition that a client can keep the server busy with. */
export function slowPatternNote(file: string, where: string, source: string): ProjectNote {
  const message = `${where}: a client can keep the server busy with a path for ${JSON.stringify(source)}. Use fewer repetitions in it.`;
  return { level: "attention", rule: RULE, file, message };
}

const reported = new Set<string>();

/** Logs each note once in this process. Where files are only looked at, nobody serves them. */
export function reportNotes(notes: readonly ProjectNote[], { logger, load }: Services): void {
  if (load === undefined) return;
  for (const { file, line, column, message } of notes) {
    const place = line === undefined ? file : `${file}:${line}:${column}`;
    const text = `${place}: ${message}`;
    if (!reported.has(text)) logger.warn(text);
    reported.add(text);
  }
}

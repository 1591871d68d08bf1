import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** An answer that was made by the build, for one path. */
export interface StaticAnswer {
  /** As a request has it: `/posts/a%20b`. */
  readonly path: string;
  /** The file of its route, relative to the project. */
  readonly file: string;
  readonly status: number;
  /** Lower case. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
  /** There is no body, not even an empty one. */
  readonly bodiless?: true | undefined;
  /** Seconds until it is made anew; `false` for never. */
  readonly revalidate: number | false;
  /** Seconds until it may no longer be sent. */
  readonly expire?: number | undefined;
  /** By which it can be revalidated. */
  readonly tags?: readonly string[] | undefined;
}

interface Listed extends Omit<StaticAnswer, "body"> {
  /** The file of its body, below the build. */
  readonly body: string;
}

interface Listing {
  /** Milliseconds since 1970. */
  readonly made: number;
  readonly answers: readonly Listed[];
  /** Files of routes that could have been static, and read what belongs to a request. */
  readonly dynamic: readonly string[];
  /** Files that were written for other servers, relative to the project. */
  readonly exported?: readonly string[];
}

/** The static answers of a build. Their bodies are read from disk when they are asked for. */
export interface StaticAnswers {
  /** Milliseconds since 1970. */
  readonly made: number;
  readonly dynamic: ReadonlySet<string>;
  /** The paths of the answers of a route. */
  paths(file: string): ReadonlySet<string>;
  get(path: string): StaticAnswer | undefined;
}

const LISTING = "static.json";
const BODIES = "static";

/** Takes the static answers of a build one by one; their bodies go to disk at once, so that memory stays flat. */
export interface StaticWriter {
  /** @returns the answer with a body that is read from disk when it is asked for */
  add(answer: StaticAnswer): StaticAnswer;
  /** Files that the build before wrote for other servers, relative to the project. */
  readonly exported: readonly string[];
  /** Makes the answers those of the build, and drops what was there before. */
  finish(dynamic: readonly string[], exported: readonly string[]): void;
}

/** Writes the static answers of a build into its folder. */
export function writeStaticAnswers(buildDir: string): StaticWriter {
  const listed: Listed[] = [];
  mkdirSync(join(buildDir, BODIES), { recursive: true });
  return {
    exported: readListing(buildDir)?.exported ?? [],
    add({ body, ...rest }) {
      const name = `${BODIES}/${createHash("sha256").update(body).digest("hex").slice(0, 32)}`;
      writeFileSync(join(buildDir, name), body);
      listed.push({ ...rest, body: name });
      return {
        ...rest,
        get body() {
          return readFileSync(join(buildDir, name));
        },
      };
    },
    finish(dynamic, exported) {
      const kept = new Set(listed.map(({ body }) => body));
      for (const name of readdirSync(join(buildDir, BODIES))) {
        if (!kept.has(`${BODIES}/${name}`)) rmSync(join(buildDir, BODIES, name));
      }
      const listing: Listing = { made: Date.now(), answers: listed, dynamic, exported };
      writeFileSync(join(buildDir, LISTING), `${JSON.stringify(listing, undefined, 2)}\n`);
    },
  };
}

/** Reads what `writeStaticAnswers` wrote; `undefined` where a build has none. */
export function readStaticAnswers(buildDir: string): StaticAnswers | undefined {
  const listing = readListing(buildDir);
  if (listing === undefined) return undefined;
  const { made, answers, dynamic } = listing;
  const byPath = new Map(answers.map((answer) => [answer.path, answer]));
  const byFile = new Map<string, Set<string>>();
  for (const answer of answers) {
    const paths = byFile.get(answer.file);
    if (paths === undefined) byFile.set(answer.file, new Set([answer.path]));
    else paths.add(answer.path);
  }
  return {
    made,
    dynamic: new Set(dynamic),
    paths: (name) => byFile.get(name) ?? new Set(),
    get(path) {
      const answer = byPath.get(path);
      return answer && { ...answer, body: readFileSync(join(buildDir, answer.body)) };
    },
  };
}

function readListing(buildDir: string): Listing | undefined {
  const file = join(buildDir, LISTING);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Listing) : undefined;
}

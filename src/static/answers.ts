import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { hashOf } from "../hash.ts";

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

/** An answer whose body is on disk. */
export class StoredAnswer implements StaticAnswer {
  readonly path: string;
  readonly file: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly bodiless: true | undefined;
  readonly revalidate: number | false;
  readonly expire: number | undefined;
  readonly tags: readonly string[] | undefined;
  /** The size of the body in bytes. */
  readonly size: number;
  readonly #buildDir: string;
  readonly #body: string;

  constructor(buildDir: string, { body, size, ...listed }: Listed) {
    this.path = listed.path;
    this.file = listed.file;
    this.status = listed.status;
    this.headers = listed.headers;
    this.bodiless = listed.bodiless;
    this.revalidate = listed.revalidate;
    this.expire = listed.expire;
    this.tags = listed.tags;
    this.size = size;
    this.#buildDir = buildDir;
    this.#body = body;
  }

  /** Read from disk each time. */
  get body(): Buffer {
    return readFileSync(this.source);
  }

  /** The file of the body; absolute. */
  get source(): string {
    return join(this.#buildDir, this.#body);
  }

  /** Strong: the body is named by its content. */
  get etag(): string {
    return `"${basename(this.#body)}"`;
  }

  toJSON(): Listed {
    const { path, file, status, headers, bodiless, revalidate, expire, tags, size } = this;
    return { path, file, status, headers, bodiless, revalidate, expire, tags, size, body: this.#body };
  }
}

interface Listed extends Omit<StaticAnswer, "body"> {
  /** The file of its body, below the build. */
  readonly body: string;
  readonly size: number;
}

interface Listing<A = StoredAnswer> {
  /** Milliseconds since 1970. */
  readonly made: number;
  readonly answers: readonly A[];
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
  get(path: string): StoredAnswer | undefined;
}

const LISTING = "static.json";
const BODIES = "static";

/** Takes the static answers of a build one by one; their bodies go to disk at once, so that memory stays flat. */
export interface StaticWriter {
  /** @returns the answer with a body that is read from disk when it is asked for */
  add(answer: StaticAnswer): StoredAnswer;
  /** Lists the answers. */
  finish(dynamic: readonly string[], exported: readonly string[]): void;
}

/** Writes the static answers of a build into its folder. */
export function writeStaticAnswers(buildDir: string): StaticWriter {
  const answers: StoredAnswer[] = [];
  mkdirSync(join(buildDir, BODIES), { recursive: true });
  return {
    add({ body: bytes, ...rest }) {
      const body = `${BODIES}/${hashOf(bytes).slice(0, 32)}`;
      writeFileSync(join(buildDir, body), bytes);
      const answer = new StoredAnswer(buildDir, { ...rest, body, size: bytes.length });
      answers.push(answer);
      return answer;
    },
    finish(dynamic, exported) {
      const listing: Listing = { made: Date.now(), answers, dynamic, exported };
      writeFileSync(join(buildDir, LISTING), `${JSON.stringify(listing, undefined, 2)}\n`);
    },
  };
}

/** The files that a build wrote for other servers, relative to the project. */
export function exportedBefore(buildDir: string): readonly string[] {
  return readListing(buildDir)?.exported ?? [];
}

/**
 * Puts the static answers of a draft in the place of those of the build before. A server of that build goes on: its
 * bodies stay until the next one.
 */
export function takeOverAnswers(draft: string, buildDir: string): void {
  const next = readListing(draft);
  if (next === undefined) {
    rmSync(join(buildDir, LISTING), { force: true });
    rmSync(join(buildDir, BODIES), { recursive: true, force: true });
    return;
  }
  const kept = new Set(
    [readListing(buildDir), next].flatMap((each) => each?.answers ?? []).map(({ body }) => body),
  );
  mkdirSync(join(buildDir, BODIES), { recursive: true });
  for (const name of readdirSync(join(draft, BODIES)))
    renameSync(join(draft, BODIES, name), join(buildDir, BODIES, name));
  renameSync(join(draft, LISTING), join(buildDir, LISTING));
  for (const name of readdirSync(join(buildDir, BODIES))) {
    if (!kept.has(`${BODIES}/${name}`)) rmSync(join(buildDir, BODIES, name));
  }
}

/** Reads what `writeStaticAnswers` wrote; `undefined` where a build has none. */
export function readStaticAnswers(buildDir: string): StaticAnswers | undefined {
  const listing = readListing(buildDir);
  if (listing === undefined) return undefined;
  const { made, dynamic } = listing;
  const byPath = new Map<string, StoredAnswer>();
  const byFile = new Map<string, Set<string>>();
  for (const listed of listing.answers) {
    const { path, file } = listed;
    byPath.set(path, new StoredAnswer(buildDir, listed));
    const paths = byFile.get(file);
    if (paths === undefined) byFile.set(file, new Set([path]));
    else paths.add(path);
  }
  return {
    made,
    dynamic: new Set(dynamic),
    paths: (name) => byFile.get(name) ?? new Set(),
    get: (path) => byPath.get(path),
  };
}

function readListing(buildDir: string): Listing<Listed> | undefined {
  const file = join(buildDir, LISTING);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Listing<Listed>) : undefined;
}

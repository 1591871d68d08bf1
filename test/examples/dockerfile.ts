import { execFile } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, matchesGlob, relative, resolve } from "node:path";
import { promisify } from "node:util";
import { environment } from "./commands.ts";

const exec = promisify(execFile);

export interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** The instructions of a Dockerfile. */
export function parseDockerfile(text: string): Instruction[] {
  const lines = text.replace(/\\\n\s*/g, "").split("\n");
  return lines
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map((line) => {
      const [, name = "", rest = ""] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
      return { name, text: rest.trim() };
    });
}

/** A stage of an image in a folder of this machine, and how it is to be run. */
export class Stage {
  readonly base: string;
  /** The folder that stands for `/`. */
  readonly root = mkdtempSync(join(tmpdir(), "pages-api-stage-"));
  readonly env: Record<string, string> = {};
  workdir = "/";
  user: string | undefined;
  port: string | undefined;
  command: string[] = [];
  healthcheck: string[] = [];
  /** Seconds, by the name of the option. */
  readonly healthOptions: Record<string, number> = {};

  constructor(base: string) {
    this.base = base;
    chmodSync(this.root, 0o755);
  }

  /** Where a path of the image is on this machine. */
  path(path: string): string {
    return join(this.root, resolve("/", this.workdir, path));
  }
}

export interface Context {
  /** The folder that `docker build` is given. */
  readonly dir: string;
  /** What each stage has beside its base image, as paths of files here by paths there. */
  readonly extra: Readonly<Record<string, string>>;
}

export interface Image {
  /** The last stage. */
  readonly image: Stage;
  /** Those that have a name. */
  readonly stages: ReadonlyMap<string, Stage>;
  remove(): void;
}

/**
 * Carries out a Dockerfile stage by stage in temporary folders, without an engine: the base image is this machine, with
 * its Node. An instruction or a form of one that it does not know is an error.
 */
export async function buildImage(context: Context): Promise<Image> {
  const stages = new Map<string, Stage>();
  const all: Stage[] = [];
  let stage: Stage | undefined;
  for (const { name, text } of parseDockerfile(readFileSync(join(context.dir, "Dockerfile"), "utf8"))) {
    if (name === "FROM") {
      const [, base = "", alias] = /^(\S+)(?: AS (\S+))?$/.exec(text) ?? fail(name, text);
      stage = new Stage(base);
      all.push(stage);
      if (alias !== undefined) stages.set(alias, stage);
      for (const [to, from] of Object.entries(context.extra)) cpSync(from, stage.path(to));
      continue;
    }
    await carryOut(stage ?? fail(name, text), { name, text }, context, stages);
  }
  const remove = (): void => {
    for (const { root } of all) rmSync(root, { recursive: true, force: true });
  };
  return { image: stage!, stages, remove };
}

async function carryOut(
  stage: Stage,
  { name, text }: Instruction,
  context: Context,
  stages: ReadonlyMap<string, Stage>,
): Promise<void> {
  switch (name) {
    case "WORKDIR":
      stage.workdir = resolve(stage.workdir, text);
      mkdirSync(stage.path("."), { recursive: true });
      return;
    case "ENV": {
      const [, key = "", value = ""] = /^(\w+)=(\S+)$/.exec(text) ?? fail(name, text);
      stage.env[key] = value;
      return;
    }
    case "COPY":
      copy(stage, text, context, stages);
      return;
    case "RUN":
      await exec("sh", ["-c", text], { cwd: stage.path("."), env: { ...environment(), ...stage.env } });
      return;
    case "USER":
      stage.user = text;
      return;
    case "EXPOSE":
      stage.port = text;
      return;
    case "CMD":
      stage.command = JSON.parse(text) as string[];
      return;
    case "HEALTHCHECK": {
      const [options = "", command = ""] = text.split(/\s*CMD\s+(?=\[)/);
      for (const option of options.split(/\s+/)) {
        const [, key = "", value] = /^--([\w-]+)=(\d+)s$/.exec(option) ?? fail(name, text);
        stage.healthOptions[key] = Number(value);
      }
      stage.healthcheck = JSON.parse(command) as string[];
      return;
    }
    default:
      fail(name, text);
  }
}

function copy(stage: Stage, text: string, { dir }: Context, stages: ReadonlyMap<string, Stage>): void {
  const [, from, list = ""] = /^(?:--from=(\S+) )?([^-].*)$/.exec(text) ?? fail("COPY", text);
  const sources = list.split(/\s+/);
  const target = sources.pop()!;
  if (sources.length > 1 && !target.endsWith("/")) fail("COPY", text);
  const other = from === undefined ? undefined : (stages.get(from) ?? fail("COPY", text));
  const ignored = other === undefined ? ignoredIn(dir) : () => false;
  for (const source of sources) {
    const path = other === undefined ? join(dir, source) : other.path(source);
    const isFolder = statSync(path).isDirectory();
    const to = stage.path(!isFolder && target.endsWith("/") ? join(target, basename(source)) : target);
    const filter = (file: string): boolean => !ignored(file);
    cpSync(path, to, { recursive: true, verbatimSymlinks: true, filter });
  }
}

/** What `.dockerignore` keeps out of the context. */
function ignoredIn(dir: string): (file: string) => boolean {
  const lines = readFileSync(join(dir, ".dockerignore"), "utf8").split("\n");
  const patterns = lines.filter((line) => line !== "" && !line.startsWith("#"));
  for (const pattern of patterns) if (pattern.startsWith("!")) fail(".dockerignore", pattern);
  return (file) => patterns.some((pattern) => matchesGlob(relative(dir, file), pattern));
}

/** All files of a folder, relative to it. */
export function filesIn(dir: string): string[] {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)));
}

function fail(name: string, text: string): never {
  throw new Error(`The test does not know how to carry out: ${name} ${text}`);
}

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** What probe.js tells of the server's process: bytes, milliseconds, and what keeps it alive, by name. */
export interface Health {
  readonly rss: number;
  /** After a garbage collection. */
  readonly heapUsed: number;
  readonly external: number;
  readonly resources: Readonly<Record<string, number>>;
  /** What it has open: files, sockets, pipes. 0 where it is not known. */
  readonly descriptors: number;
  /** How much later than planned the event loop came to a timer since the last message: the 99th percentile. */
  readonly delay: number;
  readonly longest: number;
}

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CLI = join(ROOT, "dist/cli/index.js");
/** More than a connection takes at once. */
export const DOWNLOAD_BYTES = 4 * 1024 * 1024;
/** Of warnings and errors that are meant. */
const MEANT = /soak: |\bits maxDuration\b|write after end/;

/** `pages-api build` and `pages-api start`, on a copy of the project, as in production. */
export class SoakedServer {
  readonly port: number;
  /** What its log says that nobody wanted; bounded. */
  readonly complaints: ReadonlySet<string>;
  readonly #child: ChildProcess;
  readonly #dir: string;

  private constructor(port: number, complaints: ReadonlySet<string>, child: ChildProcess, dir: string) {
    this.port = port;
    this.complaints = complaints;
    this.#child = child;
    this.#dir = dir;
  }

  /** @param leak - bytes that the route of GET JSON keeps of each request, to see that the run fails */
  static async start(leak: number): Promise<SoakedServer> {
    const dir = await mkdtemp(join(tmpdir(), "pages-api-soak-"));
    await cp(fileURLToPath(new URL("project", import.meta.url)), dir, { recursive: true });
    await writeFile(join(dir, "download.bin"), Buffer.alloc(DOWNLOAD_BYTES, "file "));
    await mkdir(join(dir, "node_modules"));
    await symlink(ROOT, join(dir, "node_modules/pages-api"), "dir");
    execFileSync(process.execPath, [CLI, "build", dir], { stdio: ["ignore", "ignore", "inherit"] });
    const probe = new URL("probe.js", import.meta.url).href;
    const args = [
      "--expose-gc",
      "--import",
      probe,
      CLI,
      "start",
      dir,
      "-p",
      "0",
      "-H",
      "127.0.0.1",
      // A client that comes late to a connection that it has kept would meet its end.
      "--keep-alive-timeout",
      "60000",
      "--log",
      "json",
    ];
    const child = spawn(process.execPath, args, {
      cwd: dir,
      env: {
        ...process.env,
        NODE_ENV: "production",
        PAGES_API_PREVIEW_SECRET: randomUUID(),
        SOAK_LEAK: String(leak),
      },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    const complaints = new Set<string>();
    const complain = (line: string): void => void (complaints.size < 20 && complaints.add(line));
    createInterface({ input: child.stderr! }).on("line", complain);
    const log = createInterface({ input: child.stdout! });
    const port = await new Promise<number>((resolve, reject) => {
      child.once("exit", () => reject(new Error("The server did not start.")));
      log.on("line", (line) => {
        if (!line.startsWith('{"level":30,')) {
          if (!MEANT.test(line)) complain(line);
          return;
        }
        const found = /:(\d+) ready in \d+ ms, from the build/.exec(line)?.[1];
        if (found !== undefined) resolve(Number(found));
      });
    });
    return new SoakedServer(port, complaints, child, dir);
  }

  async health(): Promise<Health> {
    const told = once(this.#child, "message") as Promise<[Health]>;
    this.#child.send("health");
    const [health] = await told;
    return health;
  }

  /** Ends it as an orchestrator does, and gives its exit code. */
  async stop(): Promise<number | null> {
    const ended = once(this.#child, "exit") as Promise<[number | null]>;
    this.#child.kill("SIGTERM");
    const [code] = await ended;
    await rm(this.#dir, { recursive: true, force: true });
    return code;
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }
}

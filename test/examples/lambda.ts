import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { cpSync, writeFileSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programsOf } from "../support/docs.ts";
import { install } from "../support/installed.ts";
import { write } from "../support/standalone.ts";
import { sh } from "./commands.ts";
import type { Result } from "./events.ts";

/** What Lambda does with a function: it loads the module once, and hands it one event after another. */
const RUNTIME = `
const { handler } = await import(process.argv[2]);
process.on("message", async (event) => {
  try {
    const result = await handler(event, { awsRequestId: "7", getRemainingTimeInMillis: () => 1000 });
    process.send({ result });
  } catch (error) {
    process.send({ error: String(error) });
  }
});
process.send("ready");
`;

/** A function as it is uploaded: a built project, the packages of production, and docs/deploy-lambda.md's program. */
export class Lambda {
  readonly dir: string;
  readonly #child: ChildProcess;
  #said = "";

  private constructor(dir: string, child: ChildProcess) {
    this.dir = dir;
    this.#child = child;
    child.stdout!.on("data", (chunk: Buffer) => (this.#said += String(chunk)));
    child.stderr!.on("data", (chunk: Buffer) => (this.#said += String(chunk)));
  }

  static async start(
    routes: Readonly<Record<string, string>>,
    change: (program: string) => string = (program) => program,
  ): Promise<Lambda> {
    const dir = await mkdtemp(join(tmpdir(), "pages-api-lambda-"));
    const program = (await programsOf("docs/deploy-lambda.md")).get("lambda.mjs")!;
    await write(dir, { "package.json": '{ "type": "module" }', ...routes, "lambda.mjs": change(program) });
    const cli = await install(dir, { tools: true, copied: true });
    await sh(`node ${cli} build`, dir);
    // Neither the compiler nor the sources are uploaded, and the function's user can write nowhere there.
    for (const gone of ["pages", "node_modules/esbuild", "node_modules/@vercel"])
      await rm(join(dir, gone), { recursive: true });
    const adapter = new URL("node_modules/serverless-http", import.meta.url).pathname;
    cpSync(adapter, join(dir, "node_modules/serverless-http"), { recursive: true });
    writeFileSync(join(dir, "runtime.mjs"), RUNTIME);
    await chmod(dir, 0o755);
    const user = process.getuid?.() === 0 ? { uid: 1000, gid: 1000 } : {};
    const child = fork(join(dir, "runtime.mjs"), [join(dir, "lambda.mjs")], {
      cwd: "/",
      env: { PATH: process.env["PATH"] },
      execArgv: [],
      silent: true,
      ...user,
    });
    const lambda = new Lambda(dir, child);
    const failed = once(child, "exit").then(() => Promise.reject(new Error(`It ended: ${lambda.said}`)));
    await Promise.race([once(child, "message"), failed]);
    failed.catch(() => {});
    return lambda;
  }

  /** What has been logged so far. */
  get said(): string {
    return this.#said;
  }

  /** Rejects where the function does. */
  async invoke(event: object): Promise<Result> {
    this.#child.send(event);
    const [answer] = (await once(this.#child, "message")) as [{ result: Result } | { error: string }];
    if ("error" in answer) throw new Error(answer.error);
    return answer.result;
  }

  async stop(): Promise<void> {
    this.#child.kill("SIGKILL");
    await rm(this.dir, { recursive: true, force: true });
  }
}

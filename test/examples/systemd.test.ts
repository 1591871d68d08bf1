import { execFile } from "node:child_process";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { SHUTDOWN_TIMEOUT_MS } from "../../src/lifecycle/hooks.ts";
import { copyExample, type Example } from "../browser/example.ts";
import { arrivingOn } from "../support/client.ts";
import { type Program, serve, sh } from "./commands.ts";

const exec = promisify(execFile);
const ROOT = new URL("../..", import.meta.url);
const UNIT = new URL("examples/api-docker/pages-api.service", ROOT).pathname;

/** The settings of a unit; none of ours is a list over several lines. */
const unit = new Map(
  readFileSync(UNIT, "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value!] as const];
    }),
);

let root: string;
let example: Example;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "pages-api-systemd-"));
  example = await copyExample("api-docker");
  await sh("npm install --no-audit --no-fund", example.dir);
  await install("api-1");
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
  await example?.remove();
});

/** Builds the example into a folder of its own, and lets /srv/api show there, as docs/deploy-machines.md says. */
async function install(name: string): Promise<void> {
  await sh("npm run build", example.dir);
  const folder = join(root, "srv", name);
  await mkdir(join(root, "srv"), { recursive: true });
  await rename(join(example.dir, ".pages-api/standalone"), folder);
  const page = await readFile(new URL("docs/deploy-machines.md", ROOT), "utf8");
  const [, command = ""] = /^(ln -s .*)$/m.exec(page) ?? [];
  await sh(command.replaceAll("/srv", join(root, "srv")).replace("api-2", name), "/");
}

/** Starts it as systemd does, but for the sandbox, the user and the port. */
function expectStart(): Promise<Program> {
  const [node = "", program = "", ...args] = unit.get("ExecStart")!.split(" ");
  expect([node, program]).toEqual(["/usr/bin/node", "/srv/api/server.js"]);
  const settings = unit
    .get("Environment")!
    .split(" ")
    .map((setting) => setting.split("="));
  const env = { PATH: process.env["PATH"], ...(Object.fromEntries(settings) as Record<string, string>) };
  return serve([process.execPath, join(root, program), ...args], { dir: "/", env });
}

it("systemd-analyze finds nothing wrong", async () => {
  const file = join(root, "pages-api.service");
  writeFileSync(file, readFileSync(UNIT, "utf8").replaceAll("/usr/bin/node", process.execPath));
  expect((await exec("systemd-analyze", ["verify", file])).stderr).toBe("");
  // The check itself.
  appendFileSync(file, "\n[Service]\nKillMode=gently\n");
  const said = await exec("systemd-analyze", ["verify", file]).then(({ stderr }) => stderr, String);
  expect(said).toContain("Failed to parse kill mode");
});

it("stops in less than TimeoutStopSec", () => {
  // shutdownTimeout, two seconds for onStop, and two for the process to end by itself.
  expect(Number(unit.get("TimeoutStopSec"))).toBeGreaterThan(SHUTDOWN_TIMEOUT_MS / 1000 + 4);
});

it("serves with its workers, and reloads what has been built anew with no request lost", async () => {
  const program = await expectStart();
  const lost: unknown[] = [];
  const hello = (): Promise<unknown> =>
    fetch(`${program.url}/api/hello`)
      .then((answer) => answer.text())
      .catch((error: unknown) => lost.push(error));
  expect(await hello()).toBe('{"message":"Hello World!"}');
  expect((await fetch(`${program.url}/readyz`)).status).toBe(200);

  const route = join(example.dir, "pages/api/hello.ts");
  writeFileSync(route, readFileSync(route, "utf8").replace("Hello", "Welcome"));
  await install("api-2");
  const reload = unit.get("ExecReload")!.replace("$MAINPID", String(program.pid));
  await sh(reload, "/");
  await expect.poll(hello, { timeout: 30_000, interval: 5 }).toBe('{"message":"Welcome World!"}');
  expect(lost).toEqual([]);
});

it("at stop: SIGTERM to the first process alone; running requests are answered; exit code 0", async () => {
  expect([unit.get("KillMode"), unit.get("KillSignal")]).toEqual(["mixed", "SIGTERM"]);
  const program = await expectStart();
  const answer = await fetch(`${program.url}/api/clock?seconds=2`);
  const stream = arrivingOn(Readable.fromWeb(answer.body as never));
  await stream.until("data: 2");
  process.kill(program.pid, unit.get("KillSignal"));
  expect(await stream.end()).toMatch(/data: 0\n\n$/);
  expect(await program.ended).toBe(0);
});

import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { freePort } from "../parity/next.ts";

export interface Redis {
  url: string;
  /** Ends it as a crash does. */
  kill(): Promise<void>;
  /** Starts it again at the same port, with what it had saved. */
  start(): Promise<void>;
  /** Sends one command, and gives the raw reply. */
  send(...words: string[]): Promise<string>;
  /** What `redis-cli` prints for one command. */
  cli(...words: string[]): Promise<string>;
  remove(): Promise<void>;
}

/** A real redis-server of its own, on a free port, which writes each change to disk. */
export async function startRedis(): Promise<Redis> {
  let port = await freePort();
  const dir = mkdtempSync(join(tmpdir(), "pages-api-redis-"));
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    const options = { port, bind: "127.0.0.1", dir, save: "", appendonly: "yes", appendfsync: "always" };
    const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const server = spawn("redis-server", words, { stdio: ["ignore", "pipe", "inherit"] });
    child = server;
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.once("exit", (code) => reject(new Error(`redis-server ended with ${code}`)));
      server.stdout.on("data", (data: Buffer) => {
        if (data.toString().includes("Ready to accept connections")) resolve();
      });
    });
  }
  function kill(): Promise<void> {
    return new Promise((resolve) => {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return resolve();
      child.removeAllListeners("exit");
      child.once("exit", () => resolve());
      child.kill("SIGKILL");
    });
  }
  function send(...words: string[]): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, "127.0.0.1");
      socket.once("error", reject);
      socket.once("data", (data: Buffer) => {
        socket.destroy();
        resolve(data.toString());
      });
      socket.write(
        `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join("")}`,
      );
    });
  }

  async function cli(...words: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)("redis-cli", [
      "-h",
      "127.0.0.1",
      "-p",
      String(port),
      ...words,
    ]);
    return stdout;
  }

  // Another process may take the port in between.
  await start().catch(async () => {
    port = await freePort();
    await start();
  });
  const remove = async (): Promise<void> => {
    await kill();
    rmSync(dir, { recursive: true, force: true });
  };
  return { url: `redis://127.0.0.1:${port}`, start, kill, send, cli, remove };
}

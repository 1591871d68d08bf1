import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Running, stop } from "../next.ts";
import type { Recorded } from "../recording.ts";

const PROGRAM = fileURLToPath(new URL("upstream.mjs", import.meta.url));

/** Starts the other origin, and names it in the environment of what is built and started then. */
export function startOrigin(): Promise<Running> {
  const child = spawn(process.execPath, [PROGRAM], { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the other origin ended with ${code}`)));
    child.stdout.on("data", (data: Buffer) => {
      const port = Number(/^port (\d+)$/m.exec(data.toString())?.[1]);
      process.env["PARITY_UPSTREAM"] = `http://127.0.0.1:${port}`;
      resolve({ port, stop: () => stop(child) });
    });
  });
}

/** What was recorded, without the port of the other origin. */
export function withoutOrigin(answers: Map<string, Recorded>, port: number): Map<string, Recorded> {
  const pattern = new RegExp(String.raw`\b${port}\b`, "g");
  return new Map(
    [...answers].map(([name, recorded]) => [
      name,
      JSON.parse(JSON.stringify(recorded).replaceAll(pattern, "<origin>")) as Recorded,
    ]),
  );
}

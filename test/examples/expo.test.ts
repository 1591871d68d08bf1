import { afterAll, beforeAll, expect, it } from "vitest";
import { copyExample, type Example } from "../browser/example.ts";
import { curl, curlsOf, environment, serve, sh } from "./commands.ts";

let example: Example;
let curls: [string, string][];
beforeAll(async () => {
  example = await copyExample("expo");
  curls = await curlsOf(example.dir);
  await sh(`${example.commands[0]} --no-audit --no-fund`, example.dir);
});
afterAll(() => example?.remove());

async function expectAnswers(command: string): Promise<void> {
  const { url } = await serve(["sh", "-c", command], { dir: example.dir, env: environment() });
  expect(curls.length).toBe(4);
  for (const [line, answer] of curls) expect(await curl(line, url)).toBe(answer);
  const preflight = await fetch(`${url}/posts`, { method: "OPTIONS" });
  expect([preflight.status, preflight.headers.get("access-control-allow-headers")]).toEqual([
    204,
    "Content-Type",
  ]);
  const missing = await fetch(`${url}/posts/9`);
  expect([missing.status, await missing.json()]).toEqual([404, { error: "Not Found" }]);
}

it("examples/expo/README.md has these commands; each is carried out below", () => {
  expect(example.commands).toEqual(["npm install", "npm run dev", "npm run build", "npm start"]);
});

it("npm run dev: the requests of the README", async () => {
  // The free port that the test waits for, in place of 8081.
  await expectAnswers(`${example.commands[1]!} -- -p "$PORT"`);
});

it("npm run build, npm start: the same requests", async () => {
  await sh(example.commands[2]!, example.dir);
  await expectAnswers(example.commands[3]!);
});

import { afterAll, beforeAll, expect, it } from "vitest";
import { copyExample, type Example } from "../browser/example.ts";
import { curl, curlsOf, environment, serve, sh } from "./commands.ts";

let example: Example;
let curls: [string, string][];
beforeAll(async () => {
  example = await copyExample("route-handlers");
  curls = await curlsOf(example.dir);
  await sh(`${example.commands[0]} --no-audit --no-fund`, example.dir);
});
afterAll(() => example?.remove());

async function expectAnswersOf(command: string): Promise<string> {
  const { url } = await serve(["sh", "-c", command], { dir: example.dir, env: environment() });
  expect(curls.length).toBe(4);
  for (const [line, answer] of curls) expect(await curl(line, url)).toBe(answer);
  return url;
}

it("examples/route-handlers/README.md has these commands; each is carried out below", () => {
  expect(example.commands).toEqual(["npm install", "npm run dev", "npm run build", "npm start"]);
});

it("npm run dev: the requests of the README", async () => {
  await expectAnswersOf(`${example.commands[1]!} -- -p "$PORT"`);
});

it("npm run build, npm start: the same requests, and an answer that the build has made", async () => {
  await sh(example.commands[2]!, example.dir);
  const url = await expectAnswersOf(example.commands[3]!);
  const posts = await fetch(`${url}/posts`);
  expect([posts.headers.get("x-nextjs-cache"), posts.headers.get("cache-control")]).toEqual([
    "HIT",
    "s-maxage=60, stale-while-revalidate=31535940",
  ]);
});

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { copyExample, type Example } from "../browser/example.ts";
import { curl, curlsOf, environment, serve, sh } from "./commands.ts";

let example: Example;
let curls: [string, string][];
beforeAll(async () => {
  example = await copyExample("astro");
  curls = await curlsOf(example.dir);
  await sh(`${example.commands[0]} --no-audit --no-fund`, example.dir);
});
afterAll(() => example?.remove());

async function expectAnswers(command: string): Promise<void> {
  const { url } = await serve(["sh", "-c", command], { dir: example.dir, env: environment() });
  expect(curls.length).toBe(4);
  for (const [line, answer] of curls) expect(await curl(line, url)).toBe(answer);
  const feed = await fetch(`${url}/feed.xml`);
  expect(feed.headers.get("content-type")).toBe("application/rss+xml");
  expect(feed.headers.get("x-content-type-options")).toBe("nosniff");
  expect(await feed.text()).toContain("<link>https://example.com/posts/2</link>");
  expect((await fetch(`${url}/posts/9.json`)).status).toBe(404);
}

it("examples/astro/README.md has these commands; each is carried out below", () => {
  expect(example.commands).toEqual(["npm install", "npm run dev", "npm run build", "npm start"]);
});

it("npm run dev: the requests of the README", async () => {
  // The free port that the test waits for, in place of 4321.
  await expectAnswers(`${example.commands[1]!} -- -p "$PORT"`);
});

it("npm run build, npm start: the same requests, and files for other servers", async () => {
  await sh(example.commands[2]!, example.dir);
  await expectAnswers(example.commands[3]!);
  expect(await readFile(join(example.dir, "dist/client/posts/1.json"), "utf8")).toBe(
    '{"id":1,"title":"First"}',
  );
});

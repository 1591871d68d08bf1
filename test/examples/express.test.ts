import { readFile, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { copyExample, type Example } from "../browser/example.ts";
import { arrivingOn } from "../support/client.ts";
import { curl, curlsOf, environment, type Program, serve, sh } from "./commands.ts";

let example: Example;
let curls: [string, string][];
beforeAll(async () => {
  example = await copyExample("express");
  curls = await curlsOf(example.dir);
  await sh(`${example.commands[0]} --no-audit --no-fund`, example.dir);
});
afterAll(() => example?.remove());

const start = (command: string): Promise<Program> =>
  serve(["sh", "-c", command], { dir: example.dir, env: environment() });

async function expectAnswers(url: string): Promise<void> {
  expect(curls.length).toBe(5);
  for (const [command, answer] of curls) expect(await curl(command, url)).toBe(answer);
}

it("examples/express/README.md has these commands; each is carried out below", () => {
  expect(example.commands).toEqual([
    "npm install",
    "npm start",
    "npm run build",
    "NODE_ENV=production npm start",
  ]);
});

it("npm start: the requests of the README, the middleware of the app, and an edit", async () => {
  const { url } = await start(example.commands[1]!);
  await expectAnswers(url);
  const answer = await fetch(`${url}/api/users`, {
    method: "POST",
    body: new URLSearchParams({ name: "Joan" }),
  });
  expect([answer.status, await answer.json()]).toEqual([201, { id: 3, name: "Joan" }]);
  expect(answer.headers.get("x-served-by")).toBe("express");

  const file = join(example.dir, "pages/api/users/[id].js");
  const text = await readFile(file, "utf8");
  onTestFinished(() => writeFile(file, text));
  await writeFile(file, text.replace("No such user", "Nobody"));
  expect(await (await fetch(`${url}/api/users/9`)).json()).toEqual({ error: "Nobody" });
});

it("npm run build, NODE_ENV=production npm start: the same requests; an edit waits for the next build", async () => {
  await sh(example.commands[2]!, example.dir);
  const { url } = await start(example.commands[3]!);
  await expectAnswers(url);

  const file = join(example.dir, "pages/api/users/[id].js");
  const text = await readFile(file, "utf8");
  onTestFinished(() => writeFile(file, text));
  await writeFile(file, text.replace("No such user", "Nobody"));
  expect(await (await fetch(`${url}/api/users/9`)).json()).toEqual({ error: "No such user" });
});

it("SIGTERM: the request that is on its way is answered, then the process ends with exit code 0", async () => {
  const program = await serve([process.execPath, "server.js"], { dir: example.dir, env: environment() });
  const socket = connect(Number(new URL(program.url).port), "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  const answer = arrivingOn(socket);
  const head =
    "POST /api/users HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 14\r\n";
  // The interim answer tells that the request has begun.
  socket.write(`${head}Expect: 100-continue\r\n\r\n`);
  await answer.until("100 Continue");
  process.kill(program.pid, "SIGTERM");
  await expect
    .poll(() =>
      fetch(`${program.url}/about`).then(
        () => "",
        () => "refused",
      ),
    )
    .toBe("refused");
  socket.write('{"name":"Kay"}');
  expect(await answer.end()).toMatch(/HTTP\/1\.1 201 [^]*"name":"Kay"}$/);
  expect(await program.ended).toBe(0);
});

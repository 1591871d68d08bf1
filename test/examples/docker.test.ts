import { appendFile, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { copyExample, type Example } from "../browser/example.ts";
import { arrivingOn } from "../support/client.ts";
import { curl, curlsOf, environment, serve, sh } from "./commands.ts";
import { runImage } from "./container.ts";
import { buildImage, filesIn, type Image, type Stage } from "./dockerfile.ts";

const ROOT = new URL("../..", import.meta.url);
const SOURCE = new URL("examples/api-docker/", ROOT);
const SECRET = "SECRET=of-this-machine";

let example: Example;
let curls: [string, string][];
beforeAll(async () => {
  example = await copyExample("api-docker");
  curls = await curlsOf(example.dir);
  await sh(`${example.commands[0]} --no-audit --no-fund`, example.dir);
});
afterAll(() => example?.remove());

/** Every request of the README, answered as it says. */
async function expectAnswers(url: string): Promise<void> {
  expect(curls.length).toBe(4);
  for (const [command, answer] of curls) expect(await curl(command, url)).toBe(answer);
}

it("examples/api-docker/README.md has these commands; each is carried out below", () => {
  expect(example.commands).toEqual([
    "npm install",
    "npm run dev",
    "npm run build",
    "npm start",
    "docker build --tag api .",
    "docker run --rm --init --stop-timeout 35 --publish 3000:3000 --name api api",
    "docker stop api",
    "kubectl apply --filename kubernetes.yaml",
    "systemctl enable --now pages-api",
    "systemctl reload pages-api",
  ]);
});

it("type-checks", async () => {
  const tsc = new URL("node_modules/typescript/bin/tsc", ROOT).pathname;
  await sh(`node ${tsc} -p .`, example.dir);
});

it("npm run dev: the requests of the README, and an edit", async () => {
  const { url } = await serve(["npm", "run", "dev"], { dir: example.dir, env: environment() });
  await expectAnswers(url);

  const file = join(example.dir, "pages/api/hello.ts");
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace("Hello", "Welcome"));
  expect(await curl(curls[0]![0], url)).toBe('{"message":"Welcome Ada!"}');
  await writeFile(file, text);
});

it("npm run build, npm start: the same requests, and the health paths", async () => {
  await sh("npm run build", example.dir);
  const { url } = await serve(["npm", "start"], { dir: example.dir, env: environment() });
  await expectAnswers(url);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
});

describe("docker build, docker run, docker stop", () => {
  let built: Image;
  let image: Stage;
  beforeAll(async () => {
    await appendFile(join(example.dir, ".env.local"), SECRET);
    // In the place of the registry, which does not have this version.
    const { dependencies } = JSON.parse(await readFile(join(example.dir, "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    const tarball = dependencies["pages-api"]!.replace("file:", "");
    const extra = { [`/${tarball.split("/").at(-1)}`]: tarball };
    built = await buildImage({ dir: example.dir, extra });
    image = built.image;
  });
  afterAll(() => built?.remove());

  it("the build gets what it needs, and no secrets of the machine", () => {
    const files = filesIn(built.stages.get("build")!.path("."));
    for (const file of ["pages/api/hello.ts", "lib/notes.ts", "tsconfig.json", "package-lock.json"])
      expect(files).toContain(file);
    for (const file of [".env.local", "README.md", "kubernetes.yaml", "Dockerfile"])
      expect(files).not.toContain(file);
  });

  it("the image has the build and what it needs: no sources, no tools", async () => {
    const files = filesIn(image.path("."));
    expect(image.base).toMatch(/^node:\d+-slim$/);
    expect(files).toContain("server.js");
    const kinds = new Set(
      files.filter((file) => !file.startsWith("node_modules")).map((file) => file.split("/")[0]),
    );
    expect(kinds).toEqual(new Set([".pages-api", "package.json", "server.js"]));
    for (const tool of ["esbuild", "@vercel", "typescript", "vite"])
      expect(files.filter((file) => file.startsWith(`node_modules/${tool}/`))).toEqual([]);
  });

  it("runs as the image's user with process id 1, answers, and is healthy", async () => {
    const container = await runImage(image);
    await expectAnswers(container.url);
    expect(await container.isHealthy()).toBe(true);
    // Real, effective, saved and file system user; then the process id outside and inside.
    expect(container.status("Uid")).toEqual(Array.from({ length: 4 }, () => image.user!.split(":")[0]));
    expect(container.status("NSpid").at(-1)).toBe("1");
    expect(container.status("CapEff")).toEqual(["0000000000000000"]);

    container.kill("SIGKILL");
    await container.ended;
    expect(await container.isHealthy()).toBe(false);
  });

  it("ends at SIGTERM when the running requests are answered, with exit code 0", async () => {
    const container = await runImage(image);
    const answer = await fetch(`${container.url}/api/clock?seconds=2`);
    const stream = arrivingOn(Readable.fromWeb(answer.body as never));
    await stream.until("data: 2");
    container.kill("SIGTERM");
    await expect.poll(() => refused(container.url)).toBe(true);
    expect(await stream.end()).toMatch(/data: 0\n\n$/);
    expect(await container.ended).toBe(0);
    expect(container.said()).toContain("SIGTERM: closing when the running requests are answered");
  });

  it("ends at SIGTERM at once while its routes are still being loaded", async () => {
    const folder = image.path(".pages-api/build/chunks");
    const chunk = join(
      folder,
      (await readdir(folder)).find((name) => name.endsWith(".js") || name.endsWith(".mjs"))!,
    );
    const text = await readFile(chunk, "utf8");
    onTestFinished(() => writeFile(chunk, text));
    await writeFile(
      chunk,
      `console.log("loading"); await new Promise((resolve) => setTimeout(resolve, 50_000));\n${text}`,
    );
    const container = await runImage(image, "loading");
    container.kill("SIGTERM");
    expect(await container.ended).toBe(0);
  });
});

async function refused(url: string): Promise<boolean> {
  return fetch(`${url}/livez`).then(
    () => false,
    () => true,
  );
}

describe("the pages about deploying", () => {
  it.each(["Dockerfile", ".dockerignore", "pages-api.service"])(
    "shows examples/api-docker/%s",
    async (name) => {
      const pages = ["docs/deploy.md", "docs/deploy-machines.md"].map((page) =>
        readFile(new URL(page, ROOT), "utf8"),
      );
      const page = (await Promise.all(pages)).join("\n");
      expect(page).toContain(`\n${await readFile(new URL(name, SOURCE), "utf8")}\`\`\`\n`);
    },
  );
});

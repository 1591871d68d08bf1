import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer as createNetServer, type AddressInfo } from "node:net";
import request from "supertest";
import { expect, it, onTestFinished } from "vitest";
import { project } from "../support/hosts.ts";
import { CLI, serving } from "../support/program.ts";

const root = new URL("../..", import.meta.url).pathname;

/** A port that was free a moment ago, for a process that cannot tell which one it got. */
async function freePort(): Promise<number> {
  const server = createNetServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function startSample(env: NodeJS.ProcessEnv): Promise<{ url: string; child: ChildProcess }> {
  // Another process may take the port in between.
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const port = await freePort();
    const child = sample({ PORT: String(port), ...env });
    const printed = once(child.stdout!, "data").then(() => true);
    if (await Promise.race([printed, once(child, "exit").then(() => false)])) {
      return { url: `http://127.0.0.1:${port}`, child };
    }
  }
  throw new Error("server.js does not start.");
}

function sample(env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(process.execPath, ["server.js"], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill());
  return child;
}

it.each(["production", "development"])("serves what is shipped by `node server.js` in %s", async (mode) => {
  const { url } = await startSample({ NODE_ENV: mode });
  await request(url).get("/api/hello").expect(200, { message: "Hello World!" });
  await request(url).get("/api/post/7").expect(200, "Post: 7");
  await request(url).get("/api/docs/a/b").expect(200, { page: "a/b" });
  await request(url).get("/api/none").expect(404);
});

it("exports by name what the documents say, and nothing else", async () => {
  const names = Object.keys(await import("../../dist/index.js"));
  expect(names.toSorted()).toEqual([
    "ApiError",
    "RouteError",
    "clientAddress",
    "createFetch",
    "createHandler",
    "createServer",
    "waitUntil",
  ]);
});

it("compiles the stand-ins that are shipped, with the packages in them", async () => {
  const dir = await project({
    "app/agent/route.js": `
      import { NextResponse, userAgent } from "next/server";
      import { cookies } from "next/headers";
      export const GET = async (request) =>
        NextResponse.json([userAgent(request).browser.name, (await cookies()).get("a").value]);`,
  });
  const { url } = await serving([CLI, "start"], { cwd: dir });
  await request(url)
    .get("/agent")
    .set("Cookie", "a=1")
    .set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0")
    .expect(200, ["Firefox", "1"]);
});

it("says which package next/og needs, in dev and build, with what is shipped", async () => {
  const dir = await project({
    "app/icon.tsx": `import { ImageResponse } from "next/og"; export default () => new ImageResponse("hi");`,
    "app/route.ts": "export const GET = () => new Response();",
  });
  const dev = await serving([CLI, "dev", "--port", "0"], { cwd: dir });
  const { text } = await request(dev.url).get("/icon").expect(500);
  expect(text).toContain("Run: npm install @vercel/og");
  const { stderr } = spawnSync(process.execPath, [CLI, "build", dir], { encoding: "utf8" });
  expect(stderr).toContain("Run: npm install @vercel/og");
});

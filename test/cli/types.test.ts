import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { project } from "../support/hosts.ts";
import { install, link } from "../support/installed.ts";
import { CLI, run, serving } from "../support/program.ts";

const TSC = new URL("../../node_modules/.bin/tsc", import.meta.url).pathname;
const TSCONFIG = {
  compilerOptions: {
    target: "es2022",
    module: "nodenext",
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ["node", "pages-api/next"],
  },
  include: ["pages", "app", "test", ".pages-api/types/*.d.ts"],
};

/** What the compiler complains about, a line each: `file(line,column): error …`. */
async function complaintsOf(dir: string): Promise<string[]> {
  try {
    await promisify(execFile)(TSC, ["-p", "."], { cwd: dir });
    return [];
  } catch (error) {
    return (error as { stdout: string }).stdout.split("\n").filter((line) => line.includes("): error "));
  }
}

async function typed(files: Record<string, string>): Promise<string> {
  const dir = await project({
    ...files,
    "package.json": '{ "type": "module" }',
    "tsconfig.json": JSON.stringify(TSCONFIG),
  });
  await install(dir);
  await link("@types/node", join(dir, "node_modules"));
  await link("undici-types", join(dir, "node_modules"));
  return dir;
}

it("types give req.query the params of the file's name, and Route Handlers theirs", async () => {
  const dir = await typed({
    "pages/api/post/[pid].ts": `
      export default function handler(req: RouteRequest<"/api/post/[pid]">, res: import("next").NextApiResponse) {
        const pid: string = req.query.pid;
        const other: string | string[] | undefined = req.query.other;
        // @ts-expect-error a param is a string, not a number
        const wrong: number = req.query.pid;
        res.json([pid, other, wrong]);
      }`,
    "pages/api/docs/[[...path]].ts": `
      const handler: RouteHandler<"/api/docs/[[...path]]", { path: string[] }> = (req, res) => {
        res.status(200).json({ path: req.query.path ?? [] });
        // @ts-expect-error it may be absent
        const path: string[] = req.query.path;
      };
      export default handler;`,
    "app/shop/[...slug]/route.ts": `
      export async function GET(request: Request, context: RouteContext<"/shop/[...slug]">) {
        const { slug } = await context.params;
        const first: string | undefined = slug[0];
        // @ts-expect-error there is no such param
        (await context.params).slog;
        return Response.json({ first });
      }`,
    "test/post.test.ts": `
      import { testServer } from "pages-api/testing";
      import handler from "../pages/api/post/[pid].js";
      testServer({ routes: { "/api/post/[pid]": handler } });
      // @ts-expect-error there is no such route
      type Wrong = RouteQuery<"/api/post/[id]">;`,
  });
  const { code, out } = await run([CLI, "types"], { cwd: dir });
  expect([code, out]).toEqual([0, "wrote .pages-api/types/routes.d.ts, 3 routes\n"]);
  expect(await complaintsOf(dir)).toEqual([]);

  // Without the file, each of these types is one that nobody knows.
  await writeFile(join(dir, ".pages-api/types/routes.d.ts"), "export {};");
  expect((await complaintsOf(dir)).join("\n")).toContain("Cannot find name 'RouteRequest'");
});

it("types says how to use them where tsconfig.json does not", async () => {
  const dir = await project({ "pages/api/a.ts": "export default () => {};", "tsconfig.json": "{}" });
  const { out } = await run([CLI, "types"], { cwd: dir });
  expect(out).toContain('add to "include" in tsconfig.json: ".pages-api/types/*.d.ts"');
});

it("dev writes them again when a route comes", async () => {
  const route = "export default (req: any, res: any) => res.end('a');";
  const dir = await project({ "pages/api/a.ts": route, "tsconfig.json": JSON.stringify(TSCONFIG) });
  const { url, prints } = await serving([CLI, "dev"], { cwd: dir });
  await writeFile(join(dir, "pages/api/[id].ts"), route);
  await prints(/\[id\]\.ts is new/);
  await fetch(`${url}/api/7`);
  await expect
    .poll(() => readFile(join(dir, ".pages-api/types/routes.d.ts"), "utf8"))
    .toContain('"/api/[id]": { "id": string }');
});

import { mkdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { run } from "../support/command.ts";
import { project } from "../support/hosts.ts";

const handler = "export default (req: any, res: any) => res.end();\n";

const SHOP = {
  "package.json": JSON.stringify({
    name: "shop",
    scripts: { dev: "next dev" },
    dependencies: { next: "16.4.6", react: "19", auth: "^4.0.0", plain: "^1.0.0", unused: "1" },
    devDependencies: { typescript: "^5" },
  }),
  "node_modules/auth/package.json": '{ "main": "i.js", "peerDependencies": { "next": "*" } }',
  "node_modules/auth/i.js": "module.exports = () => {};",
  "node_modules/plain/package.json": '{ "main": "i.js" }',
  "node_modules/plain/i.js": "module.exports = (text) => text;",
  "lib/used.ts": 'import plain from "plain";\nexport const used = plain;\n',
  "lib/unused.ts": "export const unused = 1;\n",
  "pages/api/hello.ts": `import { used } from "@/lib/used";\nexport default (req: any, res: any) => res.end(used("hello"));\n`,
  "pages/api/auth/[...auth].ts": 'import auth from "auth";\nexport default auth;\n',
  "pages/index.tsx": "export default () => null;\n",
  "middleware.ts": "export default () => undefined;\n",
  "tsconfig.json": '{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }',
  ".env": "A=1\n",
};

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

describe("pages-api init --to", () => {
  it("copies the routes with what they import, and writes what they need to run without Next", async () => {
    const from = await project(SHOP);
    const to = join(await project({}), "api");

    const { code, stderr } = await run(["init", from, "--to", to, "--server"]);

    expect([code, stderr]).toEqual([0, ""]);
    for (const file of [
      "pages/api/hello.ts",
      "pages/api/auth/[...auth].ts",
      "lib/used.ts",
      "middleware.ts",
      ".env",
    ])
      expect(await readFile(join(to, file), "utf8")).toBe(SHOP[file as keyof typeof SHOP]);
    for (const file of ["lib/unused.ts", "pages/index.tsx"]) expect(await exists(join(to, file))).toBe(false);
    const manifest = JSON.parse(await readFile(join(to, "package.json"), "utf8")) as Record<string, unknown>;
    expect(manifest).toMatchObject({
      name: "shop-api",
      scripts: { dev: "pages-api dev", build: "pages-api build", start: "pages-api start" },
      devDependencies: { typescript: "^5" },
    });
    const { "pages-api": own, ...dependencies } = manifest["dependencies"] as Record<string, string>;
    expect(own).toMatch(/^\^\d/);
    expect(dependencies).toEqual({
      auth: "^4.0.0",
      plain: "^1.0.0",
      next: expect.stringContaining("npm:pages-api-next@"),
    });
    expect(JSON.parse(await readFile(join(to, "tsconfig.json"), "utf8"))).toEqual({
      compilerOptions: { paths: { "@/*": ["./*"] }, types: ["node", "pages-api/next"] },
    });
    expect(await readFile(join(to, "server.mjs"), "utf8")).toContain('from "pages-api"');
  });

  it("overwrites nothing without --force", async () => {
    const from = await project(SHOP);
    const to = await project({ "lib/used.ts": "mine" });

    const first = await run(["init", from, "--to", to]);
    expect(first.stdout).toContain("lib/used.ts is there already; --force overwrites it");
    expect(await readFile(join(to, "lib/used.ts"), "utf8")).toBe("mine");

    await run(["init", from, "--to", to, "--force"]);
    expect(await readFile(join(to, "lib/used.ts"), "utf8")).toBe(SHOP["lib/used.ts"]);
  });

  it("does nothing with --dry-run", async () => {
    const from = await project(SHOP);
    const to = join(await project({}), "api");

    const { stdout } = await run(["init", from, "--to", to, "--dry-run"]);

    expect(stdout).toContain("lib/used.ts");
    expect(await exists(to)).toBe(false);
  });
});

describe("pages-api init --to in a monorepo", () => {
  const MONOREPO = {
    "package.json": '{ "private": true, "workspaces": ["apps/*", "packages/*"] }',
    "pnpm-lock.yaml": "",
    "tsconfig.base.json": '{ "compilerOptions": { "strict": true } }',
    "packages/db/package.json": '{ "name": "@acme/db", "main": "index.ts" }',
    "packages/db/index.ts": "export const db = 1;\n",
    "shared/text.ts": "export const text = 'shared';\n",
    "node_modules/auth/package.json": '{ "main": "i.js", "peerDependencies": { "next": "*" } }',
    "node_modules/auth/i.js": "module.exports = () => {};",
    "apps/web/package.json": JSON.stringify({
      name: "web",
      dependencies: { next: "16.4.6", "@acme/db": "workspace:*", auth: "^4.0.0" },
    }),
    "apps/web/tsconfig.json": '{ "extends": "../../tsconfig.base.json" }',
    "apps/web/pages/api/hello.ts":
      'import { db } from "@acme/db";\nimport auth from "auth";\nimport { text } from "../../../../shared/text";\n' +
      "export default (req: any, res: any) => res.json({ db, text, auth });\n",
  };

  async function monorepo(): Promise<string> {
    const root = await project(MONOREPO);
    await mkdir(join(root, "node_modules/@acme"));
    await symlink("../../packages/db", join(root, "node_modules/@acme/db"), "junction");
    return root;
  }

  it("takes packages of the monorepo along, and the alias package for those that are installed above", async () => {
    const root = await monorepo();

    const { stdout } = await run(["init", "--from", join(root, "apps/web"), "--to", join(root, "apps/api")]);

    const manifest = JSON.parse(await readFile(join(root, "apps/api/package.json"), "utf8"));
    expect(manifest.dependencies).toMatchObject({
      "@acme/db": "workspace:*",
      auth: "^4.0.0",
      next: expect.stringContaining("npm:pages-api-next@"),
    });
    expect(stdout).not.toContain("Not copied");
    expect(stdout).not.toContain("outside of its monorepo");
    expect(stdout).not.toContain("extends");
    expect(stdout).toContain("pnpm install && pnpm exec pages-api check");
  });

  it("says what does not come along to a folder elsewhere", async () => {
    const root = await monorepo();
    const to = join(await project({}), "api");

    const { stdout } = await run(["init", "--from", join(root, "apps/web"), "--to", to]);

    expect(stdout).toMatch(/Not copied, since it is outside of .*web: .*shared.text\.ts/);
    expect(stdout).toMatch(/@acme\/db is workspace:\* in .*: outside of its monorepo, write a version\./);
    expect(stdout).toContain("tsconfig.json extends ../../tsconfig.base.json, which is not there");
    expect(stdout).toContain("npm install && npx pages-api check");
  });
});

describe("pages-api init", () => {
  it("adds scripts beside those of Next, and nothing a second time", async () => {
    const dir = await project({ ...SHOP, "pages/api/more.ts": handler });

    await run(["init", dir]);
    const once = await readFile(join(dir, "package.json"), "utf8");
    expect(JSON.parse(once)).toMatchObject({
      scripts: { dev: "next dev", "api:dev": "pages-api dev", build: "pages-api build" },
      dependencies: { next: "16.4.6", "pages-api": expect.any(String) },
    });

    await run(["init", dir]);
    expect(await readFile(join(dir, "package.json"), "utf8")).toBe(once);
  });

  it("says what is wrong with a package.json that is none", async () => {
    const dir = await project(SHOP);
    await writeFile(join(dir, "package.json"), "{");

    const { code, stderr } = await run(["init", dir]);

    expect(code).toBe(1);
    expect(stderr).toContain("package.json is not valid JSON");
  });
});

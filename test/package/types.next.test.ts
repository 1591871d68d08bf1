import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { folder, install, link } from "../support/installed.ts";
import { write } from "../support/standalone.ts";
import { OTHERS } from "../types/others.ts";

const run = promisify(execFile);
const root = new URL("../..", import.meta.url).pathname;
const routes = await readFile(`${root}test/types/routes.ts`, "utf8");
const names = await readFile(`${root}test/types/beside-none/names.ts`, "utf8");

interface Project {
  readonly types?: readonly string[];
  readonly module?: "nodenext" | "esnext";
  readonly type?: "module" | "commonjs";
  /** Checks the declarations of packages too, which takes half of the time. */
  readonly libraries?: boolean;
  readonly files?: Readonly<Record<string, string>>;
}

/** What the compiler says of a project without Next that has this package installed. */
async function check({
  types = ["node", "pages-api/next"],
  module = "esnext",
  type,
  libraries = false,
  files,
}: Project) {
  const dir = await folder();
  await install(dir);
  await link("@types/node", `${dir}/node_modules`);
  const compilerOptions = {
    module,
    moduleResolution: module === "esnext" ? "bundler" : module,
    types,
    strict: true,
    noEmit: true,
    skipLibCheck: !libraries,
    target: "es2023",
    lib: ["es2023"],
  };
  await write(dir, {
    "package.json": JSON.stringify({ type }),
    "tsconfig.json": JSON.stringify({ compilerOptions, include: ["pages"] }),
    "pages/api/routes.ts": routes,
    "pages/api/others.ts": OTHERS,
    "pages/api/names.ts": names,
    ...files,
  });
  const tsc = run(process.execPath, [`${root}node_modules/typescript/bin/tsc`, "-p", dir], { cwd: dir });
  const { stdout } = await tsc.catch((error: unknown) => error as { stdout: string });
  return [...new Set(stdout.match(/error TS\d+: .*/g))];
}

it.each<Project>([
  { module: "esnext" },
  { module: "nodenext", type: "module" },
  { module: "nodenext", type: "commonjs" },
])("routes type-check without Next: %j", async (project) => {
  expect(await check({ ...project, libraries: true })).toEqual([]);
});

it("one line in a file does what the line in tsconfig does", async () => {
  const files = { "pages/pages-api-env.d.ts": '/// <reference types="pages-api/next" />\n' };
  expect(await check({ types: ["node"], files })).toEqual([]);
});

it("without that line, modules of Next are not found", async () => {
  expect(await check({ types: ["node"] })).toContainEqual(expect.stringMatching(/TS2307: .*'next'/));
});

it("other modules that are missing are still told of", async () => {
  const missing = ["next-auth", "next/link", "nextra"];
  const files = {
    "pages/api/routes.ts": missing
      .map((name, index) => `import * as m${index} from "${name}";\nvoid m${index};`)
      .join("\n"),
  };
  const names = (await check({ files })).map((text) => /TS2307: .*'([^']+)'/.exec(text)?.[1]);
  expect(new Set(names)).toEqual(new Set(missing));
});

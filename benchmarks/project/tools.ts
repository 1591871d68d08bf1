import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What serves a generated project. */
export interface Tool {
  readonly name: string;
  /** The program of its command line, which `node` runs with `build`, `start` or `dev` in the project. */
  readonly program: string;
  /** What `build` and `dev` leave in the project. */
  readonly output: string;
  /** Whether `start` needs no build. */
  readonly startsFromSources: boolean;
}

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export const PAGES_API: Tool = {
  name: "pages-api",
  program: join(ROOT, "dist/cli/index.js"),
  output: ".pages-api",
  startsFromSources: true,
};

export const nextIn = (folder: string): Tool => ({
  name: "next",
  program: join(folder, "node_modules/next/dist/bin/next"),
  output: ".next",
  startsFromSources: false,
});

const NEXT = ["next@16.4.6", "react@19", "react-dom@19"];

/** A folder with Next installed in it; `NEXT_DIR` names one to use again. */
export function installNext(): { readonly folder: string; remove(): void } {
  const given = process.env["NEXT_DIR"];
  if (given !== undefined) return { folder: given, remove() {} };
  const folder = temporary();
  install(folder, [...NEXT, "typescript@5", "@types/node@20", "@types/react@19"]);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The sizes in bytes of what has to be installed to run a built project. */
export function installedSizes(): { readonly pagesApi: number; readonly next: number } {
  const folder = temporary();
  try {
    const packed = execFileSync(
      "npm",
      ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder],
      {
        cwd: ROOT,
        encoding: "utf8",
      },
    );
    return {
      pagesApi: sizeInstalled([join(folder, packed.trim().split("\n").at(-1)!)]),
      next: sizeInstalled(NEXT),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sizeInstalled(packages: readonly string[]): number {
  const folder = temporary();
  try {
    install(folder, packages);
    return sizeOf(join(folder, "node_modules"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function install(folder: string, packages: readonly string[]): void {
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
  execFileSync("npm", ["install", "--omit=dev", "--no-audit", "--no-fund", "--silent", ...packages], {
    cwd: folder,
  });
}

function sizeOf(folder: string): number {
  // esbuild's program has two names.
  const sizes = new Map<number, number>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const { ino, size } = statSync(join(entry.parentPath, entry.name));
    sizes.set(ino, size);
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

function temporary(): string {
  return mkdtempSync(join(tmpdir(), "pages-api-bench-"));
}

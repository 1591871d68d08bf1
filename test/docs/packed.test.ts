import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";

const root = new URL("../..", import.meta.url).pathname;

interface Packed {
  readonly files: readonly { readonly path: string }[];
}

const [packed] = JSON.parse(
  execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root, encoding: "utf8" }),
) as [Packed];
const files = packed.files.map(({ path }) => path);
const places = new Set(files.flatMap((file) => [file, dirname(file)]));

it("ships the documents, and nothing of their site", () => {
  expect(files).toContain("docs/reference.md");
  expect(files).toContain("docs/compatibility/pages-api.md");
  expect(files.filter((file) => /vitepress|^docs\/(?:node_modules|package)/.test(file))).toEqual([]);
});

it.each(["README.md", ...files.filter((file) => /^docs\/.*\.md$/.test(file))])(
  "the links of %s work without the repository",
  (file) => {
    const prose = readFileSync(join(root, file), "utf8")
      .replaceAll(/^```[^]*?^```$/gm, "")
      .replaceAll(/`[^`\n]*`/g, "");
    const links = [...prose.matchAll(/\]\(([^)#\s]+)/g)].map(([, link]) => link!);
    const local = links.filter((link) => !/^[a-z]+:/.test(link));
    const broken = local.filter((link) => !places.has(join(dirname(file), link).replace(/\/$/, "")));
    expect(broken).toEqual([]);
  },
);

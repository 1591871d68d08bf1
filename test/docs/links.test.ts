import { existsSync, readFileSync, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";

const root = new URL("../..", import.meta.url).pathname;
const pages = (await readdir(join(root, "docs"), { recursive: true })).filter(
  (file) => file.endsWith(".md") && !/node_modules|^\.vitepress/.test(file),
);
const documents = [
  "README.md",
  "SECURITY.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...(await readdir(join(root, "benchmarks")))
    .filter((file) => file.endsWith(".md"))
    .map((file) => `benchmarks/${file}`),
  ...pages.map((file) => `docs/${file}`),
];

/** The text without its code, in which brackets mean something else. */
function proseOf(document: string): string {
  return readFileSync(join(root, document), "utf8")
    .replaceAll(/^```[^]*?^```$/gm, "")
    .replaceAll(/`[^`\n]*`/g, "");
}

/** As GitHub makes the anchor of a heading. */
function anchorsOf(document: string): Set<string> {
  const text = readFileSync(join(root, document), "utf8").replaceAll(/^```[^]*?^```$/gm, "");
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading!);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

it.each(documents)("the links of %s lead somewhere", (document) => {
  const broken: string[] = [];
  for (const [, link = ""] of proseOf(document).matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(link)) continue;
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? document : join(dirname(document), path);
    if (!existsSync(join(root, target))) broken.push(link);
    else if (
      anchor !== undefined &&
      statSync(join(root, target)).isFile() &&
      !anchorsOf(target).has(anchor)
    ) {
      broken.push(link);
    }
  }
  expect(broken).toEqual([]);
});

it("docs/README.md names every page, or the page of its folder's name does", () => {
  const missing = pages.filter((page) => {
    const folder = dirname(page);
    const index = readFileSync(join(root, "docs", folder === "." ? "README.md" : `${folder}.md`), "utf8");
    return page !== "README.md" && !index.includes(`(${page})`);
  });
  expect(missing).toEqual([]);
});

it.each(pages)("docs/%s is short: fewer than 150 lines beside what is generated", (page) => {
  const text = readFileSync(join(root, "docs", page), "utf8");
  const own = text.replaceAll(/^<!-- made [^]*?^<!-- end -->$/gm, "");
  expect(own.split("\n").length).toBeLessThan(150);
});

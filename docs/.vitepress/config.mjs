import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";

/** The pages are the files that a reader of the repository sees, README and all, at the same places. */
const root = fileURLToPath(new URL("../..", import.meta.url));

const BESIDE = [
  "README.md",
  "SECURITY.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...readdirSync(join(root, "benchmarks"))
    .filter((file) => file.endsWith(".md"))
    .map((file) => `benchmarks/${file}`),
  ...foldersOf("examples").map((name) => `examples/${name}/README.md`),
  ...foldersOf("packages").map((name) => `packages/${name}/README.md`),
].filter((file) => existsSync(join(root, file)));

const IMAGES = readdirSync(join(root, "benchmarks"))
  .filter((file) => file.endsWith(".svg"))
  .map((file) => `benchmarks/${file}`);

function foldersOf(folder) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

function pagesBelow(folder) {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md") && !/node_modules|^\.vitepress/.test(file))
    .map((file) => `${folder}/${file}`);
}

const pages = new Set([...BESIDE, ...pagesBelow("docs")]);

/** A page is compiled to a module, which finds what is installed in this folder only from below it. */
function copyPages() {
  const copy = join(root, "docs/.vitepress/cache/pages");
  rmSync(copy, { recursive: true, force: true });
  for (const page of [...pages, ...IMAGES]) cpSync(join(root, page), join(copy, page));
  return copy;
}

/** The folder of a page is its address: `docs/` for `docs/README.md`. */
const indexed = (path) => path.replace(/README\.md$/, "index.md");

/** Links to what is not a page of the site, such as a folder of sources, are their text alone. */
function linkPages(md) {
  md.core.ruler.push("pages", (state) => {
    for (const { children } of state.tokens) {
      let isText = false;
      for (const token of children ?? []) {
        if (token.type === "link_open") isText = !adapt(token, dirname(join(root, state.env.relativePath)));
        const isLink = token.type === "link_open" || token.type === "link_close";
        if (isLink && isText) Object.assign(token, { type: "text", content: "" });
      }
    }
  });
}

/** Whether the link leads somewhere; one to a folder leads to its page. */
function adapt(token, from) {
  const href = token.attrGet("href");
  if (/^(?:[a-z]+:|#)/.test(href)) return true;
  const [path, anchor] = href.split("#");
  const target = relative(root, resolve(from, path));
  const page = pages.has(target) ? target : `${target}/README.md`;
  if (!pages.has(page)) return false;
  token.attrSet("href", `/${indexed(page)}${anchor === undefined ? "" : `#${anchor}`}`);
  return true;
}

export default defineConfig({
  title: "pages-api",
  description: "Serves file-based API routes of Next.js, Expo Router and Astro on plain Node",
  srcDir: copyPages(),
  rewrites: indexed,
  // Anchors as GitHub makes them, so that a link works in both places.
  markdown: {
    config: linkPages,
    anchor: {
      slugify: (text) =>
        text
          .toLowerCase()
          .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
          .replaceAll(" ", "-"),
    },
  },
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    nav: [
      { text: "Documentation", link: "/docs/" },
      { text: "Reference", link: "/docs/reference" },
      { text: "Changelog", link: "/CHANGELOG" },
    ],
    sidebar: sidebarOf(),
  },
});

/** The reading order of docs/README.md: its numbered chapters, and the pages that each names. */
function sidebarOf() {
  const text = readFileSync(join(root, "docs/README.md"), "utf8");
  const chapters = text.split(/^\d+\. /m).slice(1);
  return chapters.map((chapter) => {
    const [, title] = /\*\*(.+?)\*\*/.exec(chapter);
    const links = [...chapter.matchAll(/\]\(([^)#]+\.md)\)/g)].map(([, path]) => relative(root, resolve(root, "docs", path)));
    return {
      text: title,
      items: links.map((file) => ({ text: titleOf(file), link: `/${indexed(file).replace(/(?:index)?\.md$/, "")}` })),
    };
  });
}

function titleOf(file) {
  const [, title] = /^# (.+)$/m.exec(readFileSync(join(root, file), "utf8"));
  return title.replaceAll("`", "");
}

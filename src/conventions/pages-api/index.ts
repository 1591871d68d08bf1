import type { Convention } from "../../convention.ts";
import { parseSegments, type Segment } from "../../routing/segment.ts";
import { readConfig, type RouteDefaults } from "./config.ts";
import { bindHandler } from "./handle.ts";

/** Next's default for `pageExtensions`, in its order of precedence. */
export const PAGE_EXTENSIONS: readonly string[] = ["tsx", "ts", "jsx", "js"];

export interface PagesApiOptions extends RouteDefaults {
  /** File extensions of routes, without the first dot, taken literally: `["page.js", "api.ts"]`. */
  readonly pageExtensions: readonly string[];
}

/** Next's API routes of the Pages Router: `pages/api/**`, each file with a default export `(req, res) => …`. */
export function pagesApi(options: PagesApiOptions): Convention {
  const extensions = options.pageExtensions.map((extension) => `.${extension}`);
  const extensionOf = (file: string): string | undefined =>
    extensions.find((ending) => file.endsWith(ending));
  return {
    name: "pages-api",
    roots: ["pages", "src/pages"],
    folder: "api",
    claim(file) {
      const extension = extensionOf(file);
      if (extension === undefined || file.endsWith(".d.ts")) return undefined;
      const names = file.slice(0, -extension.length).split("/");
      return names[0] === "api" ? segmentsOf(names) : undefined;
    },
    compare(fileA, fileB) {
      // As in Next, `a/index.js` comes before `a.js`.
      const depth = fileB.split("/").length - fileA.split("/").length;
      return depth || extensions.indexOf(extensionOf(fileA)!) - extensions.indexOf(extensionOf(fileB)!);
    },
    bind(module, pattern, file) {
      return bindHandler(module, readConfig(module, options), pattern, file);
    },
  };
}

function segmentsOf(names: string[]): Segment[] | undefined {
  const name = names.at(-1);
  // A file that is all extension, such as `.ts`, has no name to be reached by.
  if (name === "") return undefined;
  return parseSegments(name === "index" ? names.slice(0, -1) : names);
}

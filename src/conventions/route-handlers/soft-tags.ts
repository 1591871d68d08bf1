import { encodeTag } from "../../cache/validate.ts";

const PREFIX = "_N_T_";

/**
 * The tags that the answers and data of a route have by its path, for `revalidatePath`: `/layout`, `/posts/layout`,
 * `/posts/[id]/layout`, `/posts/[id]/route`, and the path that was asked for.
 *
 * @param page the folders of the route file and its name: `/posts/[id]/route`
 */
export function softTagsOf(page: string, path: string): string[] {
  const folders = page.split("/").slice(1, -1);
  const layouts = folders.map((_, index) => `/${folders.slice(0, index + 1).join("/")}/layout`);
  const tags = [...new Set(["/layout", ...layouts, page, path])].map((tag) => `${PREFIX}${encodeTag(tag)}`);
  return path === "/" ? [...tags, `${PREFIX}/index`] : tags;
}

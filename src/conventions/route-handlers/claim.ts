import { dirname } from "node:path/posix";
import { parseSegments, type Segment } from "../../routing/segment.ts";
import { metadataFile, metadataSegments } from "./metadata/claim.ts";

const GROUP = /^\((?!\.).*\)$/;
const INTERCEPTING = /^\(\.{1,3}\)/;

/**
 * The segments of a file below `app`, or `undefined` where it is not a route: its name is `route`, or that of a metadata
 * file; folders in parentheses and slots (`@name`) have no part in the URL; what is below `_name` is private, and
 * `%5Fname` stands for `_name`.
 *
 * @param makesSeveral whether a metadata file makes several sitemaps or images
 */
export function claimRoute(
  file: string,
  extensions: readonly string[],
  makesSeveral: () => boolean = () => false,
): Segment[] | undefined {
  const folders = file.split("/");
  const name = folders.pop()!;
  const isRoute = extensions.some((extension) => name === `route.${extension}`);
  const metadata = isRoute ? undefined : metadataFile(file, extensions);
  if (!isRoute && metadata === undefined) return undefined;
  if (folders.some((folder) => folder.startsWith("_") || INTERCEPTING.test(folder))) return undefined;
  const names = folders.filter((folder) => !GROUP.test(folder) && !folder.startsWith("@"));
  const texts = names.map((folder) => folder.replace(/^%5F/i, "_"));
  return metadata === undefined ? parseSegments(texts) : metadataSegments(metadata, texts, makesSeveral());
}

/** Next's errors for two files with one path; two extensions in one folder are not an error. */
export function conflictOf(fileA: string, fileB: string): string | undefined {
  const isRoute = (file: string): boolean => /^(?:src\/)?app\//.test(file);
  if (isRoute(fileA) && isRoute(fileB)) {
    if (dirname(fileA) === dirname(fileB)) return undefined;
    return `You cannot have two parallel pages that resolve to the same path. Keep one of them:\n  ${fileA}\n  ${fileB}`;
  }
  const [page, app] = isRoute(fileA) ? [fileB, fileA] : [fileA, fileB];
  return (
    "Conflicting app and page file was found, please remove the conflicting files to continue:\n" +
    `  "${page}" - "${app}"`
  );
}

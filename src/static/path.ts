import { join, sep } from "node:path";

/**
 * The names below a folder that a path of a URL stands for, the first choice first: the file itself, `about.html` and
 * `about/index.html` for `/about`. Empty for a path that stands for none: malformed, with a null byte, a backslash or
 * `..`, or with a hidden name other than `.well-known` (RFC 8615).
 */
export function namesOf(path: string): readonly string[] {
  const name = decode(path)?.replace(/^\/+/, "");
  if (name === undefined || /[\0\\]/.test(name)) return [];
  const segments = name.split("/");
  if (segments.some((segment) => segment.startsWith(".") && segment !== ".well-known")) return [];
  if (name === "") return ["index.html"];
  const bare = withoutSlashes(name);
  const pages = [`${bare}.html`, `${bare}/index.html`];
  return bare === name ? [name, ...pages] : pages;
}

/** A name below a folder as a path of the system. */
export function fileIn(folder: string, name: string): string {
  return join(folder, name.replaceAll("/", sep));
}

/** Without the slashes at the end; an expression would go back for each slash of a client that sends thousands. */
function withoutSlashes(name: string): string {
  let end = name.length;
  while (name[end - 1] === "/") end -= 1;
  return name.slice(0, end);
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

import { RouteError } from "../../error.ts";
import type { Route } from "../../routing/router.ts";
import { formatSegment, type Segment } from "../../routing/segment.ts";

/** The file is a route: `NAME+api.ts`. As in Expo, one more extension may come between. */
const API_FILE = /\+api\.(?:\w+\.)?[jt]sx?$/;
const SCRIPT = /\.[jt]sx?$/;
const EXTENSION = /(?:\+api)?\.[jt]sx?$/;
const ROOT_MIDDLEWARE = /^\+middleware\.[jt]sx?$/;
const PLATFORMS: ReadonlySet<unknown> = new Set(["android", "ios", "native", "web"]);

/**
 * The segments of the route in a file below `app`, or `undefined` if it is not a route.
 *
 * @throws RouteError `ROUTE_NAME` for what Expo refuses too
 */
export function claimFile(file: string): readonly Segment[] | undefined {
  checkMiddleware(file);
  if (!API_FILE.test(file)) return undefined;
  const path = file.replace(EXTENSION, "");
  checkFileName(path.slice(path.lastIndexOf("/") + 1));
  return segmentsOf(path);
}

/** Reads a path as Expo Router spells it: `/users/[id]`, `(group)/docs/[...path]`, `people/index`. */
export function segmentsOf(path: string): Segment[] {
  const texts = `/${path.replace(/^\/+/, "")}`.replace(/\/index$/, "").split("/");
  const segments = texts.slice(1).filter((text, index, all) => text !== "" || index < all.length - 1);
  return segments.map((text, index) =>
    parseSegment(text === "+not-found" && index === segments.length - 1 ? "[...not-found]" : text),
  );
}

/** One in a folder would guard nothing, and nobody would notice. */
function checkMiddleware(file: string): void {
  if (!file.includes("+middleware") || !SCRIPT.test(file) || ROOT_MIDDLEWARE.test(file)) return;
  throw invalid(
    "Only +middleware.ts at the top of the routes folder runs. Move it there, and name what it guards in unstable_settings.matcher.",
  );
}

function checkFileName(name: string): void {
  const [bare = "", platform] = name.split(".");
  if (bare.startsWith("(") && bare.endsWith(")")) {
    throw invalid(`A group, such as ${bare}, is a folder. Move the file into it, and name it index+api.`);
  }
  if (PLATFORMS.has(platform)) {
    throw invalid(
      `An API route has no platform extension: it runs on the server only. Remove ".${platform}" from its name.`,
    );
  }
}

function parseSegment(text: string): Segment {
  if (text.startsWith("[") && text.endsWith("]")) {
    const name = text.slice(1, -1);
    // A rest may match nothing, unlike the catch-all of Next.
    if (name.startsWith("...")) return { kind: "optional-catch-all", name: name.slice(3), text };
    return { kind: "param", name, text };
  }
  if (text.startsWith("(") && text.endsWith(")")) {
    return { kind: "static", name: text, text, optional: groupsOf(text) };
  }
  return { kind: "static", name: text, text };
}

/** `(a,b)` stands for `(a)` and `(b)`. */
function groupsOf(text: string): string[] {
  const names = text
    .slice(1, -1)
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  if (names.length < 2) return [text];
  if (new Set(names).size < names.length) throw invalid(`A group has the same name twice: ${text}.`);
  return names.map((name) => `(${name})`);
}

/**
 * Expo's order of routes: static ones first, of those an `index` first and then the shorter file name; then the one
 * with more dynamic segments, of equal numbers the one that has a single segment where the other has a rest.
 */
export function compareRoutes(a: Route, b: Route): number {
  const [dynamicA, dynamicB] = [dynamicOf(a), dynamicOf(b)];
  if (dynamicA.length === 0 && dynamicB.length === 0) return compareStatic(a, b) || byName(a, b);
  if (dynamicA.length === 0) return -1;
  if (dynamicB.length === 0) return 1;
  if (dynamicA.length !== dynamicB.length) return dynamicB.length - dynamicA.length;
  for (const [index, isRest] of dynamicA.entries()) {
    if (isRest !== dynamicB[index]) return isRest ? 1 : -1;
  }
  return byName(a, b);
}

/** For each dynamic segment, whether it is a rest. */
function dynamicOf({ segments }: Route): boolean[] {
  return segments.filter(({ kind }) => kind !== "static").map(({ kind }) => kind === "optional-catch-all");
}

function compareStatic(a: Route, b: Route): number {
  const [nameA, nameB] = [nameOf(a), nameOf(b)];
  const [indexA, indexB] = [isIndex(nameA), isIndex(nameB)];
  if (indexA !== indexB) return indexA ? -1 : 1;
  return nameA.length - nameB.length;
}

/** What Expo takes for an index: the root's, and any path with a group. */
function isIndex(name: string): boolean {
  return name === "index" || /^[^\\()]*\([^\\/]+\)/.test(name);
}

function nameOf({ file, segments }: Route): string {
  const path = file.replace(EXTENSION, "");
  const depth = segments.length + (/(?:^|\/)index$/.test(path) ? 1 : 0);
  return path.split("/").slice(-depth).join("/");
}

/** Of routes that rank the same, Expo tries those first that are deeper, then those whose names come first. */
function byName(a: Route, b: Route): number {
  const [pathA, pathB] = [a.file.split("/"), b.file.split("/")];
  for (let index = 0; index < Math.max(pathA.length, pathB.length); index += 1) {
    const [textA = "", textB = ""] = [pathA[index], pathB[index]];
    if (textA === textB) continue;
    const [lastA, lastB] = [index === pathA.length - 1, index === pathB.length - 1];
    if (lastA !== lastB) return lastA ? 1 : -1;
    return lastA ? compareFiles(a.file, b.file) : textA < textB ? -1 : 1;
  }
  return 0;
}

/** Of files of one name, Expo takes the one whose extension comes last in the alphabet. */
export function compareFiles(fileA: string, fileB: string): number {
  const [nameA, nameB] = [fileA.replace(EXTENSION, ""), fileB.replace(EXTENSION, "")];
  if (nameA !== nameB) return nameA < nameB ? -1 : 1;
  return fileA === fileB ? 0 : fileA > fileB ? -1 : 1;
}

/** A path as Expo Router spells it, from its segments. */
export function spell(segments: readonly Segment[]): string {
  return `/${segments.map(formatSegment).join("/")}`;
}

function invalid(message: string): RouteError {
  return new RouteError("ROUTE_NAME", message);
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Stage } from "../../convention.ts";
import { toRequest } from "../../web/request.ts";
import { sendResponse } from "../../web/response.ts";

/** The version of Expo from which its server refuses what forms of other sites send. */
const SINCE = 58;
const SAFE: ReadonlySet<string | undefined> = new Set(["GET", "HEAD", "OPTIONS"]);
/** What a form can send without asking the server first; also no type at all. */
const FORMS: ReadonlySet<string> = new Set([
  "",
  "application/x-www-form-urlencoded",
  "multipart/form-data",
  "text/plain",
]);

/**
 * Refuses what a form of another site may have sent with the user's cookies, as Expo 58 does; `undefined` for projects
 * of an older Expo, which serve it.
 *
 * @param origin where the app is served, if its config says so
 * @param dev only what the browser says counts: Metro has another origin
 */
export function crossOriginStage(dir: string, origin: string | undefined, dev: boolean): Stage | undefined {
  if (majorOf(dir) < SINCE) return undefined;
  return {
    name: "check of the origin",
    run(req, res, url) {
      if (SAFE.has(req.method)) return undefined;
      const { "content-type": type = "", "sec-fetch-site": site = "", origin: source } = req.headers;
      if (!FORMS.has(type.split(";", 1)[0]!.trim().toLowerCase())) return undefined;
      if (site === "same-origin" || site === "none") return undefined;
      if (site === "") {
        if (dev || source === undefined || source === origin) return undefined;
        if (source === new URL(toRequest({ req, res, url }).url).origin) return undefined;
      }
      const text = "This request was blocked because it came from a different origin.";
      sendResponse(res, new Response(text, { status: 403, headers: { "Content-Type": "text/plain" } }));
      return "answered";
    },
  };
}

/** The version that package.json asks for; the newest where it does not say. */
function majorOf(dir: string): number {
  const version = rangeOf(dir) ?? "";
  return Number(/\d+/.exec(version)?.[0] ?? Infinity);
}

function rangeOf(dir: string): string | undefined {
  try {
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(join(dir, "package.json"), "utf8"),
    ) as Record<"dependencies" | "devDependencies", Record<string, string> | undefined>;
    const all = { ...devDependencies, ...dependencies };
    return all["expo"] ?? all["expo-router"] ?? all["expo-server"];
  } catch {
    return undefined;
  }
}

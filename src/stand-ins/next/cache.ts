import { durationsOf, type Profile } from "../../cache/profiles.ts";
import { encodeTag } from "../../cache/validate.ts";
import { warnOnce } from "../../cache/warn-once.ts";
import { currentCache, currentWork, refuseKeeping, useDynamic, useWork } from "../../cache/work.ts";
import { waitUntil } from "../../lifecycle/background.ts";
import { unsupportedMember } from "./unsupported.ts";

export { unstable_cache } from "../../cache/value.ts";

declare global {
  interface NextFetchRequestConfig {
    revalidate?: number | false;
    tags?: string[];
  }
  interface RequestInit {
    next?: NextFetchRequestConfig | undefined;
  }
}

useWork();

const PATH_TAG = "_N_T_";
const PATH_LENGTH = 1024;

/**
 * Makes anew what has this tag: after it was sent once more, with a profile of `cacheLife` such as `"max"`; before it
 * is sent again, with `{ expire: 0 }` or without a profile.
 *
 * @throws TypeError for a profile whose durations are not numbers
 */
export function revalidateTag(tag: string, profile?: string | Profile): undefined {
  revalidate("revalidateTag()", [encodeTag(tag)], profile);
}

/**
 * Makes anew, before it is sent again, the static answer of a path and the data of its route. With `type`, the path is
 * that of a folder (`"layout"`, all that is below it) or of a page.
 */
export function revalidatePath(path: string, type?: "layout" | "page"): undefined {
  const logger = currentCache()?.logger ?? console;
  if (path.length > PATH_LENGTH) {
    logger.warn(`revalidatePath() was called with more than ${PATH_LENGTH} characters, and did nothing.`);
    return;
  }
  const plain = path === "/" ? path : path.replace(/\/+$/, "") || "/";
  const name = `${PATH_TAG}${encodeTag(plain)}`;
  if (type === undefined && /\/\[[^/]+\](?:\/|$)/.test(path)) {
    warnOnce(
      logger,
      `revalidatePath(${JSON.stringify(path)}) names a route with params, and does nothing without a type. ` +
        `Write revalidatePath(${JSON.stringify(path)}, "layout"), or the path itself.`,
    );
  }
  const tag = type === undefined ? name : `${name}${name.endsWith("/") ? "" : "/"}${type}`;
  const tags = tag === `${PATH_TAG}/` ? [tag, `${PATH_TAG}/index`] : [tag];
  revalidate("revalidatePath()", tags);
}

/** Nothing that is fetched from here on is kept, unless its options say so. */
export function unstable_noStore(): void {
  const work = currentWork();
  if (work === undefined || work.inside) return;
  useDynamic(work, "unstable_noStore()");
  work.state.noStore = true;
}

const inAction = "It belongs to Server Actions.";
export const updateTag = unsupportedMember(
  "next/cache",
  "updateTag",
  `${inAction} In a route, write revalidateTag(tag, { expire: 0 }).`,
);
export const refresh = unsupportedMember(
  "next/cache",
  "refresh",
  `${inAction} A route has no page to refresh.`,
);

const inComponents = 'It belongs to functions with "use cache", which need `cacheComponents`.';
const instead = `${inComponents} Use unstable_cache, or fetch with \`next: { revalidate, tags }\`.`;
export const cacheLife = unsupportedMember("next/cache", "cacheLife", instead);
export const cacheTag = unsupportedMember("next/cache", "cacheTag", instead);
export const io = unsupportedMember("next/cache", "io", inComponents);
export const navigation = unsupportedMember("next/cache", "navigation", inComponents);
export const prefetch = unsupportedMember("next/cache", "prefetch", inComponents);
export const unstable_cacheLife = cacheLife;
export const unstable_cacheTag = cacheTag;

function revalidate(member: string, tags: readonly string[], profile?: string | Profile): void {
  const work = currentWork();
  const cache = currentCache();
  if (cache === undefined) throw new Error(`${member} was called where no server runs. Call it in a route.`);
  if (work?.inside === true) {
    throw new Error(`${member} was called inside unstable_cache. Call it in the route, before or after.`);
  }
  const durations = durationsOf(profile, cache.profiles, cache.logger);
  if (work === undefined) {
    waitUntil(cache.revalidate(tags, durations));
    return;
  }
  refuseKeeping(work, member);
  for (const tag of tags) work.state.revalidated.set(tag, profile);
}

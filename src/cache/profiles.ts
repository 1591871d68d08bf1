import type { Logger } from "../observe/logger.ts";
import { warnOnce } from "./warn-once.ts";
import type { Durations } from "./handler.ts";

/** Seconds: how long clients keep something, when it is made anew, and when it may no longer be used. */
export interface Profile {
  readonly stale?: number | undefined;
  readonly revalidate?: number | undefined;
  readonly expire?: number | undefined;
}

/** In seconds: what no end is, where a number is needed. */
export const YEAR = 31_536_000;
const DAY = 86_400;

/** Next's own profiles of `cacheLife`. */
export const PROFILES: Readonly<Record<string, Profile>> = {
  default: { revalidate: 900 },
  seconds: { stale: 30, revalidate: 1, expire: 60 },
  minutes: { stale: 300, revalidate: 60, expire: 3600 },
  hours: { stale: 300, revalidate: 3600, expire: DAY },
  days: { stale: 300, revalidate: DAY, expire: 7 * DAY },
  weeks: { stale: 300, revalidate: 7 * DAY, expire: 30 * DAY },
  max: { stale: 300, revalidate: 30 * DAY, expire: YEAR },
};

/**
 * What the second argument of `revalidateTag` says: the name of a profile, or `{ expire }`.
 *
 * @returns `undefined` for none: what has the tag expires at once
 * @throws TypeError for a duration that is not a number
 */
export function durationsOf(
  profile: string | Profile | undefined,
  profiles: Readonly<Record<string, Profile>>,
  logger: Logger,
): Durations | undefined {
  if (profile === undefined || profile === "") return undefined;
  if (typeof profile === "string") {
    const found = profiles[profile];
    if (found !== undefined) return { expire: found.expire };
    const names = Object.keys(profiles).join(", ");
    warnOnce(
      logger,
      `revalidateTag() was called with the profile ${JSON.stringify(profile)}, which does not exist: "max" was taken. ` +
        `Write one of: ${names}; or add it to \`cacheLife\` of next.config.`,
    );
    return { expire: YEAR };
  }
  return { expire: checked(profile).expire };
}

function checked(profile: Profile): Profile {
  for (const name of ["stale", "revalidate", "expire"] as const) {
    const value: unknown = profile[name];
    if (value === undefined || typeof value === "number") continue;
    throw new TypeError(
      `\`${name}\` of a cache profile is ${JSON.stringify(value)}. Write a number of seconds.`,
    );
  }
  const { revalidate, expire } = profile;
  if (revalidate !== undefined && expire !== undefined && revalidate > expire) {
    throw new TypeError(
      `A cache profile has \`revalidate: ${revalidate}\` above \`expire: ${expire}\`. Write a larger \`expire\`.`,
    );
  }
  return profile;
}

import { unstable_cache, unstable_noStore } from "next/cache";
import { cookies, headers } from "next/headers";

import { token } from "@/token";
import { upstream } from "@/upstream";

const plain = unstable_cache(async () => token());
const keyed = unstable_cache(async (value: unknown) => `${token()} ${JSON.stringify(value)}`, ["keyed"]);
const keyedOther = unstable_cache(async (value: unknown) => `${token()} ${JSON.stringify(value)}`, ["other"]);
const tagged = unstable_cache(async () => token(), ["tagged"], { tags: ["cached", "cached-other"] });
const second = unstable_cache(async () => token(), ["second"], { revalidate: 1 });
const never = unstable_cache(async () => token(), ["never"], { revalidate: false });
const date = unstable_cache(
  async () => ({ date: new Date(0), map: new Map([[1, 2]]), none: undefined }),
  ["date"],
);
const nothing = unstable_cache(async () => undefined, ["nothing"]);
let calls = 0;
const throwing = unstable_cache(async () => {
  calls += 1;
  throw new Error(`call ${calls}`);
}, ["throwing"]);
const inner = unstable_cache(async () => token(), ["inner"], { tags: ["inner"] });
const outer = unstable_cache(async () => `${token()} ${await inner()}`, ["outer"], { tags: ["outer"] });
const withHeaders = unstable_cache(async () => [...(await headers())].length, ["headers"]);
const withCookies = unstable_cache(async () => (await cookies()).getAll(), ["cookies"]);
const fetching = unstable_cache(
  async () => (await fetch(upstream("/in-cached"), { cache: "force-cache" })).text(),
  ["fetching"],
  { tags: ["fetching"] },
);

const outcome = async (work: () => Promise<unknown>): Promise<Response> => {
  try {
    const value = await work();
    return Response.json({ value, type: typeof value });
  } catch (error) {
    return Response.json({ threw: error instanceof Error });
  }
};

const kinds: Record<string, () => Promise<Response>> = {
  plain: () => outcome(plain),
  "keyed-1": () => outcome(() => keyed(1)),
  "keyed-2": () => outcome(() => keyed(2)),
  "keyed-undefined": () => outcome(() => keyed(undefined)),
  "keyed-null": () => outcome(() => keyed(null)),
  "keyed-other": () => outcome(() => keyedOther(1)),
  tagged: () => outcome(tagged),
  second: () => outcome(second),
  never: () => outcome(never),
  date: () => outcome(date),
  "date-type": () => outcome(async () => ((await date()).date as unknown) instanceof Date),
  nothing: () => outcome(nothing),
  throwing: async () => {
    try {
      return Response.json(await throwing());
    } catch (error) {
      return Response.json((error as Error).message);
    }
  },
  nested: () => outcome(outer),
  headers: () => outcome(withHeaders),
  cookies: () => outcome(withCookies),
  fetching: () => outcome(fetching),
  zero: () => outcome(async () => unstable_cache(async () => 1, ["zero"], { revalidate: 0 })()),
  negative: () => outcome(async () => unstable_cache(async () => 1, ["zero"], { revalidate: -1 })()),
  "bad-tag": () => outcome(unstable_cache(async () => token(), ["bad-tag"], { tags: [1 as never, "fine"] })),
  "long-tag": () => outcome(unstable_cache(async () => token(), ["long-tag"], { tags: ["x".repeat(300)] })),
  "at-once": () =>
    outcome(async () => {
      const make = unstable_cache(async () => token(), ["at-once"]);
      const [a, b] = await Promise.all([make(), make()]);
      return a === b;
    }),
  "no-store": () =>
    outcome(async () => {
      unstable_noStore();
      return "fine";
    }),
};

type Context = { params: Promise<{ kind: string }> };
export const GET = async (_request: Request, { params }: Context): Promise<Response> =>
  kinds[(await params).kind]!();

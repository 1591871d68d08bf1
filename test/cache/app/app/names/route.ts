import * as cache from "next/cache";

export const dynamic = "force-dynamic";
export const GET = (): Response =>
  Response.json(
    Object.entries(cache)
      .filter(([name]) => name !== "default")
      .map(([name, value]) => `${name}: ${typeof value}`)
      .toSorted(),
  );

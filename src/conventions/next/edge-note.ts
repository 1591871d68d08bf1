import type { RouteNote } from "../../convention.ts";

/** What `check` says of a route of the edge runtime. */
export function edgeNote(key: string): RouteNote {
  return {
    level: "attention",
    rule: "edge",
    message:
      "A route of the edge runtime runs on Node here. Its answers are those of Next; Node's own modules work in it, " +
      'and process.env.NEXT_RUNTIME is "edge".',
    key,
  };
}

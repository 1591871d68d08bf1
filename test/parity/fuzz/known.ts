import * as reasons from "../reasons.ts";
import type { RecordedAnswer } from "../recording.ts";

import { modernCodingOf, withoutUnlikedGzip } from "./coding.ts";
import {
  withModernCoding,
  withoutLeftovers,
  withPlace,
  withQueryOfLocation,
  withRefusal,
  withStar,
  withUpperCase,
  withUrl,
} from "./expected.ts";
import {
  endsAs,
  hasEmptyPath,
  hasOverlookedDots,
  isAnswering,
  literal,
  markDotted,
  markLast,
  withKeys,
  withPath,
  withTarget,
} from "./location.ts";
import {
  cutRefused,
  isTooLarge,
  withAccepted,
  withCookies,
  withoutStar,
  withoutUnsafeTag,
} from "./message.ts";
import { headerOf, withoutHeader } from "./request.ts";
import type { Ask } from "./request.ts";

/**
 * A difference on purpose, as a prediction: our answer is compared all the same, with something else than what Next
 * answers to the same request.
 */
export interface Known {
  reason: string;
  /** The request whose answer by Next ours has to be; the same request where the difference does not arise. */
  instead?(ask: Ask): Ask;
  /** Our answer, made of Next's; the same answer where the difference does not arise. */
  expected?(ask: Ask, next: RecordedAnswer): RecordedAnswer;
}

/** Names that Next loses. */
const LOST = new Set(Object.getOwnPropertyNames(Object.prototype));

export const KNOWN: Known[] = [
  {
    reason: reasons.ABSOLUTE,
    instead: (ask) => withTarget(ask, ask.target.replace(/^[a-z]+:\/\/[^/?#\\]*/i, "")),
  },
  { reason: reasons.EQUIVALENT, instead: (ask) => withPath(ask, literal) },
  { reason: reasons.DOTS, instead: (ask) => (hasOverlookedDots(ask) ? withPath(ask, markDotted) : ask) },
  { reason: reasons.SPELLED, instead: (ask) => (endsAs(ask, "[[...path]]") ? withPath(ask, markLast) : ask) },
  { reason: reasons.INDEX, instead: (ask) => (endsAs(ask, "index") ? withPath(ask, markLast) : ask) },
  {
    reason: reasons.EMPTY_VALUE,
    instead: (ask) => (hasEmptyPath(ask, "/api/opt") ? withKeys(ask, (key) => key === "path") : ask),
    expected: withPlace,
  },
  { reason: reasons.PROTO, instead: (ask) => withKeys(ask, (key) => LOST.has(key)) },
  { reason: reasons.NXTP, instead: (ask) => withKeys(ask, (key) => /^nxt[PI]/.test(key)) },
  {
    reason: reasons.COOKIE_NAMES,
    instead: (ask) => withCookies(ask, (name) => LOST.has(name)),
  },
  {
    reason: reasons.ONLY_SAFE,
    instead: (ask) => (isAnswering(ask) ? withoutUnsafeTag(ask) : withoutStar(ask)),
    expected: (ask, next) => (isAnswering(ask) ? next : withStar(ask, next)),
  },
  {
    reason: reasons.ONE_VALIDATOR,
    instead: (ask) =>
      isAnswering(ask) && headerOf(ask, "if-none-match") !== undefined
        ? withoutHeader(ask, "if-modified-since")
        : ask,
  },
  {
    reason: reasons.ANY_CASE,
    instead: (ask) => withTarget(ask, ask.target.replace("cache=NO-TRANSFORM", "cache=no-transform")),
    expected: (ask, next) => (ask.target.includes("cache=NO-TRANSFORM") ? withUpperCase(next) : next),
  },
  {
    reason: reasons.REFUSED_ALIKE,
    expected: withRefusal,
  },
  { reason: reasons.CLEAN, expected: (ask, next) => (isAnswering(ask) ? withoutLeftovers(ask, next) : next) },
  {
    reason: reasons.MODERN,
    instead: (ask) =>
      isAnswering(ask) ? withAccepted(ask, (text) => (modernCodingOf(text) ? "gzip" : text)) : ask,
    expected: (ask, next) => (isAnswering(ask) ? withModernCoding(ask, next) : next),
  },
  {
    reason: reasons.DEFLATE,
    instead: (ask) => (isAnswering(ask) ? withAccepted(ask, withoutUnlikedGzip) : ask),
  },
  {
    reason: reasons.SIZE_FIRST,
    instead: (ask) => (isTooLarge(ask) && !ask.content?.chunks ? withoutHeader(ask, "content-type") : ask),
  },
  { reason: reasons.LARGE_REFUSED, instead: (ask) => (isTooLarge(ask) ? cutRefused(ask) : ask) },
  { reason: reasons.BYTES, expected: withUrl },
  { reason: reasons.VERBATIM, expected: withQueryOfLocation },
];

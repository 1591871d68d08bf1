import { inspect } from "node:util";
import type { Logger } from "../observe/logger.ts";
import { warnOnce } from "./warn-once.ts";

const TAG_LENGTH = 256;
const TAG_COUNT = 128;

/** The tags that can be kept, as Next has it: texts of at most 256 characters, 128 of them. The others are named in a warning. */
export function validTags(tags: unknown, where: string, logger: Logger): string[] {
  if (tags === undefined || tags === null) return [];
  if (!Array.isArray(tags))
    throw new TypeError(`\`tags\` of ${where} is ${inspect(tags)}. Write a list of texts.`);
  const valid: string[] = [];
  for (const tag of tags as unknown[]) {
    if (typeof tag !== "string")
      warnOnce(logger, `${where} has the tag ${inspect(tag)}, which is not a text: it was left out.`);
    else if (tag.length > TAG_LENGTH)
      warnOnce(
        logger,
        `${where} has a tag of more than ${TAG_LENGTH} characters, which was left out: ${tag}`,
      );
    else if (valid.length === TAG_COUNT) {
      warnOnce(
        logger,
        `${where} has more than ${TAG_COUNT} tags. From ${JSON.stringify(tag)} on they were left out.`,
      );
      break;
    } else valid.push(encodeTag(tag));
  }
  return valid;
}

/** A tag as it can be in a header. */
export function encodeTag(tag: unknown): string {
  const text = typeof tag === "string" ? tag : inspect(tag);
  return text.replaceAll(/[^\x20-\x7e]+/g, (other) => encodeURIComponent(Buffer.from(other).toString()));
}

/**
 * Seconds, or `false` for no end, as a number.
 *
 * @throws Error for anything else
 */
export function secondsOf(value: unknown, where: string): number | undefined {
  if (value === undefined) return undefined;
  if (value === false) return Infinity;
  if (typeof value === "number" && value >= 0) return value;
  throw new Error(
    `\`revalidate\` of ${where} is ${inspect(value)}. Write a number of seconds, such as 60, or false.`,
  );
}

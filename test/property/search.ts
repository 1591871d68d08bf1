import type { Segment } from "../../src/routing/segment.ts";
import { type Asked, encode } from "./tree.ts";

interface Candidate {
  readonly target: number;
  /** What was taken at each place, from the left: the smaller, the better. */
  readonly ranks: number[];
  readonly params: [string, string | string[]][];
  readonly valid: boolean;
}

const RANKS = { equal: 0, equivalent: 1, param: 2, rest: 3 };

/** Every route that matches, each looked at for itself; then the best of them, place by place from the left. */
export function search({ routes, path }: Asked): object | undefined {
  const texts = path === "/" ? [] : path.slice(1).split("/");
  const candidates = routes.flatMap(({ segments, target }) => candidateOf(segments, texts, target) ?? []);
  const [best] = candidates.toSorted((a, b) => {
    const place = a.ranks.findIndex((rank, index) => rank !== b.ranks[index]);
    return place === -1 ? 0 : a.ranks[place]! - b.ranks[place]!;
  });
  if (best === undefined) return undefined;
  return best.valid ? { target: best.target, params: best.params } : { malformed: true };
}

function candidateOf(
  segments: readonly Segment[],
  texts: readonly string[],
  target: number,
): Candidate | undefined {
  const ranks: number[] = [];
  const params: Candidate["params"] = [];
  const values: string[] = [];
  for (const [at, { kind, name }] of segments.entries()) {
    const text = texts[at];
    if (kind === "catch-all" || kind === "optional-catch-all") {
      if (text === undefined && kind === "catch-all") return undefined;
      const rest = texts.slice(at);
      if (rest.length > 0) params.push([name, rest.map((one) => decoded(one) ?? "")]);
      return { target, ranks: [...ranks, RANKS.rest], params, valid: [...values, ...rest].every(isValid) };
    }
    if (text === undefined) return undefined;
    if (kind === "param") {
      params.push([name, decoded(text) ?? ""]);
      values.push(text);
    } else if (text !== name && decoded(text) !== name) return undefined;
    ranks.push(kind === "param" ? RANKS.param : text === name ? RANKS.equal : RANKS.equivalent);
  }
  return texts.length === segments.length
    ? { target, ranks, params, valid: values.every(isValid) }
    : undefined;
}

function isValid(text: string): boolean {
  return decoded(text) !== undefined;
}

/** By the bytes, and strictly: `undefined` for what is not UTF-8, or a percent sign without two digits. */
function decoded(text: string): string | undefined {
  if (/%(?![0-9a-f]{2})/i.test(text)) return undefined;
  const bytes = text
    .replace(/[^!-~]+/g, encode)
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.from(bytes, "latin1"));
  } catch {
    return undefined;
  }
}

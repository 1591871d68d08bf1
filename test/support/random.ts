/** Gives numbers from 0 up to, not including, `below`. */
export type Random = (below: number) => number;

/** The same sequence for the same seed (mulberry32), so that a failure can be repeated. */
export function seeded(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const TEXTS = ["a", "b", "c", "ab"];
const DEPTH = 5;

/** Patterns of a tree without contradictions, with much in common, so that searches have to go back. */
export function randomTree(random: Random): string[] {
  const patterns = new Set<string>();
  for (let count = 0; count < 25; count++) grow(random, patterns);
  return [...patterns];
}

function grow(random: Random, patterns: Set<string>): void {
  const length = 1 + random(DEPTH);
  let pattern = "";
  for (let depth = 0; depth < length; depth++) {
    const kind = random(10);
    if (kind < 5) pattern += `/${TEXTS[random(TEXTS.length)]}`;
    // One name for a depth, so that no level has two.
    else if (kind < 8) pattern += `/[p${depth}]`;
    else {
      add(patterns, `${pattern}${kind === 8 ? "/[...rest]" : "/[[...rest]]"}`);
      return;
    }
  }
  add(patterns, pattern);
}

/** Leaves out what would contradict a pattern that is there. */
function add(patterns: Set<string>, pattern: string): void {
  const level = pattern.replace(/\/\[*\.\.\.rest\]*$/, "");
  const optional = `${level}/[[...rest]]`;
  const rivals = pattern === optional ? [level, `${level}/[...rest]`] : [optional];
  if (level !== "" && !rivals.some((rival) => patterns.has(rival))) patterns.add(pattern);
}

/** A path made of a pattern of the tree, or of nothing but chance. */
export function randomPath(random: Random, patterns: readonly string[]): string {
  const segments = patterns[random(patterns.length)]!.slice(1).split("/");
  const texts = segments.flatMap((segment) => {
    if (segment.startsWith("[[...")) return chance(random, random(3));
    if (segment.startsWith("[...")) return chance(random, 1 + random(2));
    return segment.startsWith("[") || random(8) === 0 ? chance(random, 1) : [segment];
  });
  if (random(4) === 0) texts.push(...chance(random, 1));
  if (random(4) === 0) texts.pop();
  return `/${(texts.length > 0 ? texts : ["a"]).join("/")}`;
}

function chance(random: Random, length: number): string[] {
  return Array.from({ length }, () => TEXTS[random(TEXTS.length)]!);
}

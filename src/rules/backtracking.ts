const SIZES = [16, 20, 24, 28, 64, 128, 256];
const SLOW_MS = 8;
const CLASSES: readonly (readonly [escape: string, sample: string])[] = [
  [String.raw`\d`, "1"],
  [String.raw`\w`, "a"],
  [String.raw`\s`, " "],
];

/**
 * Looks for a path, made of what a regular expression repeats, that keeps it busy: such a one takes exponential or cubic
 * time, and a client could stop the server with it. Measured, so that no harmless expression is suspected.
 */
export function isCatastrophic(regexp: RegExp, source = regexp.source, prefix = ""): boolean {
  if (!/[*+{]/.test(regexp.source)) return false;
  const samples = new Set(["a", "/", "a/", "-"]);
  for (const [escape, sample] of CLASSES) if (source.includes(escape)) samples.add(sample);
  for (const [char] of source.matchAll(/[\w.~-]/g)) samples.add(char);
  for (const sample of [...samples].slice(0, 24)) {
    for (const size of SIZES) {
      const time = timeOf(regexp, `${prefix}${prefix.endsWith("/") ? "" : "/"}${sample.repeat(size)}\n`);
      if (time > SLOW_MS) return true;
    }
  }
  return false;
}

/** The better of two, as the process may have been interrupted. */
function timeOf(regexp: RegExp, text: string): number {
  const times = [0, 0].map(() => {
    const begun = performance.now();
    regexp.test(text);
    return performance.now() - begun;
  });
  return Math.min(...times);
}

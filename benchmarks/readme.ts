import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FILE = fileURLToPath(new URL("README.md", import.meta.url));

/** Replaces what stands between a section's two marks in README.md. */
export function writeSection(name: string, text: string): void {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const whole = readFileSync(FILE, "utf8");
  const from = whole.indexOf(begin);
  const to = whole.indexOf(end);
  if (from === -1 || to === -1) throw new Error(`benchmarks/README.md has no section ${name}`);
  writeFileSync(FILE, `${whole.slice(0, from + begin.length)}\n\n${text}\n\n${whole.slice(to)}`);
}

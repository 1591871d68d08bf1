import type { OpenConvention } from "../convention.ts";
import type { StaticConfig } from "../project/static-config.ts";
import type { Finding } from "./finding.ts";

/** What a route's exports say: what only the running program knows, and what its convention finds. */
export function exportFindings(
  file: string,
  { unknown, exports, settings }: StaticConfig,
  convention: OpenConvention,
): Finding[] {
  const findings: Finding[] = [];
  const start = { file, line: 1, column: 1 };
  if (unknown.length > 0) {
    const spot = exports.spotOf(unknown[0]!);
    const message =
      `Only the running program knows ${unknown.map((name) => `\`${name}\``).join(", ")}, so it is not checked. ` +
      "Write it as a literal in this file.";
    findings.push({ level: "attention", rule: "config", ...(spot?.file === file ? spot : start), message });
  }
  for (const { key = "", ...note } of convention.inspect?.(exports.values, settings) ?? [])
    findings.push({ ...note, ...(exports.spotOf(key) ?? start) });
  return findings;
}

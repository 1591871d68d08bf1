import type { ClaimedRoute, OpenConvention } from "../convention.ts";
import { RouteError } from "../error.ts";
import { claimRoutes } from "../routes/claim.ts";
import { Router } from "../routing/router.ts";
import type { Finding } from "./finding.ts";

export interface CheckedTree {
  /** The routes that are left without the files whose names are wrong. */
  readonly router: Router<ClaimedRoute>;
  /** By file. */
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
}

/**
 * Finds every name and every conflict that keeps a tree from being served; the server stops at the first.
 *
 * @throws RouteError NO_PAGES
 */
export async function checkTree(dir: string, plain: readonly OpenConvention[]): Promise<CheckedTree> {
  const findings = new Map<string, Finding[]>();
  const report = (file: string, finding: Pick<Finding, "level" | "rule" | "message">): void => {
    findings.set(file, [...(findings.get(file) ?? []), { ...finding, file, line: 1, column: 1 }]);
  };
  const refused = new Set<string>();
  const conventions = plain.map((convention): OpenConvention => ({
    ...convention,
    claim: (name, path) =>
      convention.roots.some((root) => refused.has(`${root}/${name}`))
        ? undefined
        : convention.claim(name, path),
  }));
  for (;;) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- a conflict shows only when the one before is out of the way
      const router = new Router(await claimRoutes({ dir, conventions, loader: {} }, refused.size > 0));
      for (const [hidden, { file, pattern }] of router.shadowed) {
        const message = `It is never reached: ${file} serves ${pattern}. Remove one of the two.`;
        report(hidden.file, { level: "attention", rule: "shadowed", message });
      }
      return { router, findings };
    } catch (error) {
      if (!(error instanceof RouteError) || error.file === undefined || refused.has(error.file)) throw error;
      const [message = "", ...rest] = error.message.split("\n");
      const files = rest.filter((line) => line.startsWith("  ")).map((line) => line.trim());
      for (const file of files) {
        const other = files.find((each) => each !== file);
        const cure = other === undefined ? "Rename it." : `Rename it or ${other}.`;
        const rule = other === undefined ? "name" : "conflict";
        report(file, { level: "unsupported", rule, message: `${message} ${cure}` });
      }
      refused.add(error.file);
    }
  }
}

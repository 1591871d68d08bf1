import { type CheckedFile, checkedFile, type Finding } from "./finding.ts";

interface Found {
  readonly file: string;
  readonly pattern: string | null;
  readonly findings: readonly Finding[];
}

/**
 * Takes what several routes have in common out of them: a spot in a module that they share is an entry of that
 * module, once, with the number of routes. The routes name the module, and keep the status that it gives them.
 */
export function shareFindings(checked: readonly Found[]): CheckedFile[] {
  const counts = new Map<string, number>();
  for (const { file, findings } of checked)
    for (const key of new Set(findings.filter((each) => each.file !== file).map(keyOf)))
      counts.set(key, (counts.get(key) ?? 0) + 1);
  const isShared = (finding: Finding): boolean => (counts.get(keyOf(finding)) ?? 0) > 1;
  const shared = new Map<string, Map<string, Finding>>();
  const routes = checked.map(({ file, pattern, findings }) => {
    const others = findings.filter((each) => each.file !== file && isShared(each));
    for (const finding of others) {
      const known = shared.get(finding.file) ?? new Map<string, Finding>();
      shared.set(finding.file, known.set(keyOf(finding), finding));
    }
    const whole = checkedFile(file, pattern, findings);
    if (others.length === 0) return whole;
    const own = whole.findings.filter((each) => each.file === file || !isShared(each));
    return { ...whole, findings: own, shared: [...new Set(others.map((each) => each.file))].toSorted() };
  });
  const modules = [...shared].map(([file, findings]) =>
    checkedFile(
      file,
      null,
      [...findings].map(([key, finding]) => ({ ...finding, routes: counts.get(key)! })),
    ),
  );
  return [...routes, ...modules];
}

function keyOf({ rule, file, line, column, message }: Finding): string {
  return `${file}\0${line}\0${column}\0${rule}\0${message}`;
}

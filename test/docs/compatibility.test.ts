import { expect, it } from "vitest";
import { compatibilityPage } from "../parity/document.ts";
import { testNames } from "../support/docs.ts";

const { present, wanted } = compatibilityPage();

it("counts and explains the recorded requests as they are (else: npm run parity:document)", () => {
  expect(present).toBe(wanted);
});

it("names tests that exist", async () => {
  const known = await testNames();
  const cells = [...present.matchAll(/^\|.*\| ([\w., ]+) \|$/gm)].flatMap(([, cell]) => cell!.split(", "));
  const names = cells.filter(
    (name) => /^[a-z][\w.]+$/i.test(name) && !["test", "parity", "load"].includes(name),
  );
  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name) => !known.has(name))).toEqual([]);
});

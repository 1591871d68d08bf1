import { readdir, readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { compatibilityPages } from "../parity/document.ts";
import { testNames } from "../support/docs.ts";

it.each(compatibilityPages().map((page) => [page.file, page] as const))(
  "%s counts and explains the recorded requests as they are (else: npm run parity:document)",
  (_file, { present, wanted }) => {
    expect(present).toBe(wanted);
  },
);

it("names tests that exist", async () => {
  const known = await testNames();
  const folder = new URL("../../docs/compatibility/", import.meta.url);
  const texts = await Promise.all(
    (await readdir(folder)).map((file) => readFile(new URL(file, folder), "utf8")),
  );
  const cells = texts.flatMap((text) =>
    [...text.matchAll(/^\|.*\| ([\w., ]+) \|$/gm)].flatMap(([, cell]) => cell!.split(", ")),
  );
  const names = cells.filter(
    (name) => /^[a-z][\w.]+$/i.test(name) && !["test", "parity", "load", "better"].includes(name),
  );
  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name) => !known.has(name))).toEqual([]);
});

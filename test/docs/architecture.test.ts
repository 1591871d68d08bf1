import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = new URL("../..", import.meta.url).pathname;
const text = readFileSync(join(root, "docs/architecture.md"), "utf8");

it("every file that the table of changes names is there", () => {
  const table = text.slice(text.indexOf("| what | where |"), text.indexOf("## Add a convention"));
  const named = [...table.matchAll(/`([\w./-]+(?:\.\w+|\/))`/g)].map(([, path]) => path!);
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

it("the tree names every room of src, and no other", () => {
  const tree = text.slice(text.indexOf("\nsrc/\n"), text.indexOf("\ntest/ "));
  const named = [...tree.matchAll(/^ {2}((?:[\w-]+\/ *)+)/gm)].flatMap(([, rooms]) =>
    rooms!.match(/[\w-]+/g)!,
  );
  const rooms = readdirSync(join(root, "src"), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  expect(named.toSorted()).toEqual(rooms.map(({ name }) => name).toSorted());
});

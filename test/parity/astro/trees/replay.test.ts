import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { project } from "../../../support/hosts.ts";
import { CLI, run } from "../../../support/program.ts";
import { betterBuilds, type Expected } from "./better.ts";
import { failing } from "./failing.ts";
import { readFiles } from "./files.ts";
import { legacy } from "./legacy.ts";
import { trees } from "./static.ts";
import type { Built, Tree } from "./tree.ts";

const groups = { trees, failing, legacy };

/** A build that fails leaves no files. */
const LEFT = "files were left: ";

async function build(tree: Tree): Promise<Built> {
  const dir = await project({ ...tree, "package.json": '{"type":"module"}' });
  const { code, err } = await run([CLI, "build"], { cwd: dir });
  const out = ["public-files", "dist"].find((name) => existsSync(join(dir, name)));
  if (code !== 0) return { error: "Error", message: out === undefined ? err : `${LEFT}${err}` };
  return { files: out === undefined ? {} : readFiles(dir, out) };
}

function expectedOf(recorded: Built, better: Expected | undefined): Expected {
  if (better?.fails !== undefined) return better;
  const files = "error" in recorded ? undefined : recorded.files;
  if (better === undefined) return files === undefined ? { fails: /./ } : { files };
  return { files: { ...files, ...better.files } };
}

describe.each(Object.entries(groups))("the builds of %s", (group, all: Readonly<Record<string, Tree>>) => {
  const file = new URL(`recorded/${group}.json`, import.meta.url);
  const { builds } = JSON.parse(readFileSync(file, "utf8")) as { builds: Record<string, Built> };

  it("are those that were recorded", () => expect(Object.keys(builds)).toEqual(Object.keys(all)));

  it.each(Object.keys(all))("%s", async (name) => {
    const { files, fails } = expectedOf(builds[name]!, betterBuilds[group]?.[name]);
    const ours = await build(all[name]!);
    if (fails === undefined) {
      expect("error" in ours ? ours.message : ours.files).toEqual(definedOf(files!));
      return;
    }
    expect("error" in ours ? ours.message : ours.files).toMatch(fails);
    expect("error" in ours ? ours.message : "").not.toContain(LEFT);
  });
});

/** Without the files that we do not write. */
function definedOf(files: Readonly<Record<string, string | null>>): Record<string, string | null> {
  return Object.fromEntries(Object.entries(files).filter(([, text]) => text !== null));
}

import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { run } from "../support/command.ts";
import { programsOf } from "../support/docs.ts";
import { project } from "../support/hosts.ts";

const root = new URL("../..", import.meta.url);
const text = (file: string): Promise<string> => readFile(new URL(file, root), "utf8");
const examples = ["docs/cli.md", "docs/cli-build.md", "docs/cli-routes.md", "docs/cli-check.md"];
const pages = [...examples, "docs/typescript.md"];
const page = (await Promise.all(pages.map(text))).join("\n");

/** The code block of a language below a heading. */
function blockBelow(heading: string, language: string): string {
  const from = page.indexOf(`\n${heading}\n`);
  const [, block = ""] = new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, "m").exec(page.slice(from)) ?? [];
  return block;
}

async function exampleProject(): Promise<string> {
  return project(Object.fromEntries(await programsOf(...examples)));
}

describe("the pages of the command line", () => {
  it.each(["", "dev", "start", "build", "routes", "check", "types"])(
    "has the help of %s as it is printed",
    async (command) => {
      const args = command === "" ? ["--help"] : [command, "--help"];
      const { stdout, code } = await run(args);
      expect(code).toBe(0);
      expect(page).toContain(`\`\`\`text\n$ npx pages-api ${args.join(" ")}\n${stdout}\`\`\``);
    },
  );

  it("has the JSON of routes and of check as they are printed", async () => {
    const dir = await exampleProject();
    const routes = await run(["routes", dir, "--json"]);
    const check = await run(["check", dir, "--json"]);
    expect(blockBelow("### routes --json", "json")).toBe(routes.stdout);
    expect(blockBelow("### check --json", "json")).toBe(check.stdout);
    expect([routes.code, check.code]).toEqual([0, 1]);
  });

  it("has the table of routes as it is printed", async () => {
    const { stdout } = await run(["routes", await exampleProject()]);
    expect(blockBelow("## routes", "text")).toContain("pages-api routes --help");
    expect(page).toContain(`$ npx pages-api routes\n${stdout}\`\`\``);
  });

  it("has every rule of check, and every variable that the commands read", async () => {
    const names: string[] = [];
    for (const folder of ["src/check", "src/conventions"]) {
      for (const file of await readdir(new URL(folder, root), { recursive: true })) {
        if (!file.endsWith(".ts")) continue;
        const source = await text(`${folder}/${file}`);
        names.push(...[...source.matchAll(/\brule: "([\w-]+)"/g)].map(([, name]) => name!));
      }
    }
    expect(names.length).toBeGreaterThan(10);
    for (const file of await readdir(new URL("src/cli", root))) {
      const source = await text(`src/cli/${file}`);
      const read = source.matchAll(/process\.env\["(\w+)"\]|const \{([^}]*)\} = process\.env/g);
      for (const [, one, some = ""] of read)
        names.push(...(one ? [one] : some.split(",").map((each) => each.trim())));
    }
    expect(names).toContain("NO_COLOR");
    for (const name of names) expect(page).toContain(`\`${name}\``);
  });
});

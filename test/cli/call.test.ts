import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { project } from "../support/hosts.ts";
import { CLI, refused, run } from "../support/program.ts";

const COMMANDS = ["dev", "start", "build", "routes", "check", "types", "init"];
const FILES = { "pages/api/a.js": "export default (req, res) => { res.end('a'); };" };

describe.each(COMMANDS)("pages-api %s", (command) => {
  it("refuses a file as the project's folder", async () => {
    const dir = await project(FILES);
    expect(await refused([command, "package.json"], { cwd: dir })).toMatchObject({
      code: 1,
      out: "",
      err: `error ${join(dir, "package.json")} is a file. Name the project's folder.\n`,
    });
    expect(await refused([command, "package.json/a"], { cwd: dir })).toMatchObject({
      code: 1,
      err: `error There is no folder ${join(dir, "package.json/a")}.\n`,
    });
  });

  it("has its help behind the word help", async () => {
    const expected = await run([CLI, command, "--help"]);
    expect(expected).toMatchObject({ code: 0, out: expect.stringContaining(`pages-api ${command} [dir]`) });
    expect(await run([CLI, "help", command])).toEqual(expected);
  });

  it.each(["--version", "-v"])("tells the version at %s", async (option) => {
    const manifest = await readFile(new URL("../../package.json", import.meta.url), "utf8");
    const { version } = JSON.parse(manifest) as { version: string };
    expect(await run([CLI, command, option])).toMatchObject({ code: 0, out: `${version}\n`, err: "" });
  });
});

it("help of nothing, and of itself, is that of the program", async () => {
  const expected = await run([CLI, "--help"]);
  expect(await run([CLI, "help"])).toEqual(expected);
  expect(await run([CLI, "help", "help"])).toEqual(expected);
});

it.each([["serve"], ["help", "serve"], ["constructor"]])("there is no command %j %j", async (...args) => {
  const { code, out, err } = await run([CLI, ...args.filter((arg) => arg !== undefined)]);
  expect([code, out]).toEqual([1, ""]);
  expect(err).toBe(`error There is no command "${args.at(-1)}". Commands: ${COMMANDS.join(", ")}.\n`);
});

it("build refuses to write below a file", async () => {
  const dir = await project(FILES);
  for (const args of [[], ["--standalone"]]) {
    // oxlint-disable-next-line no-await-in-loop -- two programs are enough for two cores
    expect(await run([CLI, "build", "--out", "package.json/a/b", ...args], { cwd: dir })).toMatchObject({
      code: 1,
      out: "",
      err: `error ${join(dir, "package.json")} is not a folder. Choose another --out.\n`,
    });
  }
});

it.each([
  ["dve", "dev"],
  ["biuld", "build"],
  ["Start", "start"],
])("offers the command that %j is near to", async (typed, meant) => {
  const { code, err } = await run([CLI, typed]);
  expect(code).toBe(1);
  expect(err).toContain(`There is no command "${typed}". Did you mean "${meant}"?`);
});

it("offers the option that a typo is near to", async () => {
  const { code, err } = await refused(["start", "--prot", "3000"]);
  expect(code).toBe(1);
  expect(err).toContain(`Unknown option --prot. Did you mean "--port"?`);
});

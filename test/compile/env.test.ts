import { afterEach, beforeEach, expect, test } from "vitest";
import { loadEnv } from "../../src/project/env.ts";
import { project } from "./project.ts";

let before: NodeJS.ProcessEnv;
beforeEach(() => {
  before = { ...process.env };
});
afterEach(() => {
  loadEnv({ dir: "/nowhere", mode: "production" });
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
});

const values = (text: string) => loadEnv({ dir: project({ ".env": text }).dir, mode: "production" }).values;

const FILES = Object.fromEntries(
  [
    ".env",
    ".env.local",
    ".env.development",
    ".env.development.local",
    ".env.production",
    ".env.production.local",
    ".env.test",
    ".env.test.local",
  ].map((name) => [name, `PA_FROM=${name}\nPA${name.replaceAll(".", "_")}=1`]),
);

test.each([
  ["development", [".env.development.local", ".env.local", ".env.development", ".env"]],
  ["production", [".env.production.local", ".env.local", ".env.production", ".env"]],
  ["test", [".env.test.local", ".env.test", ".env"]],
] as const)("the files of %s, the strongest first", (mode, names) => {
  const { dir, path } = project(FILES);
  const { files, candidates } = loadEnv({ dir, mode });
  expect(files).toEqual(names.map(path));
  expect(candidates).toEqual(files);
  expect(process.env["PA_FROM"]).toBe(names[0]);
  for (const name of names) expect(process.env[`PA${name.replaceAll(".", "_")}`]).toBe("1");
});

// Each answer is what @next/env 16.4.6 gives.
test.each([
  ["A=1 # comment", { A: "1" }],
  ["A=x#c", { A: "x" }],
  ['A="x # y" # c', { A: "x # y" }],
  ['A="a\\nb"', { A: "a\nb" }],
  ["A='a\\nb'", { A: "a\\nb" }],
  ["A=a\\nb", { A: "a\\nb" }],
  ['A="two\nlines"', { A: "two\nlines" }],
  ["export A=1", { A: "1" }],
  ["A: yaml", { A: "yaml" }],
  ['A={"json": true}', { A: '{"json": true}' }],
  ["A=b=c", { A: "b=c" }],
  ["A=\r\nB=2\r\n", { A: "", B: "2" }],
  ["A=1\nB=${A}x$A", { A: "1", B: "1x1" }],
  ["B=$A\nA=1", { A: "1", B: "1" }],
  ["A=$B\nB=$C\nC=3", { A: "3", B: "3", C: "3" }],
  ["A=1\nB='${A}'", { A: "1", B: "1" }],
  ["B=${NOPE}", { B: "" }],
  ["B=${NOPE:-d}", { B: "d" }],
  ["A=1\nB=${NOPE:-${A}}", { A: "1", B: "1" }],
  ["B=\\$A", { B: "$A" }],
  ['B="\\${A}"', { B: "${A}" }],
  ["B=$", { B: "$" }],
  ["B=p\\$1", { B: "p$1" }],
  ["B=$(date)", { B: "$(date)" }],
  ["A=1\nB=$A-$A", { A: "1", B: "1-1" }],
])("%j", (text, expected) => {
  expect(values(text)).toEqual(expected);
});

test("a circle of references is empty, not endless", () => {
  expect(values("A=$A\nB=$C\nC=$B")).toEqual({ A: "", B: "", C: "" });
});

test("the real environment wins, also when it is empty, and is never changed", () => {
  process.env["PA_REAL"] = "a$b";
  process.env["PA_EMPTY"] = "";
  expect(values("PA_REAL=file\nPA_EMPTY=file\nX=$PA_REAL")).toEqual({ X: "a$b" });
  expect([process.env["PA_REAL"], process.env["PA_EMPTY"]]).toEqual(["a$b", ""]);
});

test("a later call takes back what has gone and replaces what has changed", () => {
  const { dir, write, remove } = project({ ".env": "PA_A=1\nPA_B=1\nPA_C=1", ".env.local": "PA_A=local" });
  loadEnv({ dir, mode: "development" });
  expect(process.env["PA_A"]).toBe("local");
  process.env["PA_C"] = "set by the program";
  write({ ".env": "PA_A=2" });
  remove(".env.local");
  loadEnv({ dir, mode: "development" });
  expect([process.env["PA_A"], process.env["PA_B"], process.env["PA_C"]]).toEqual([
    "2",
    undefined,
    "set by the program",
  ]);
});

test("a folder named .env is no file", () => {
  const { dir } = project({ ".env/file": "" });
  expect(loadEnv({ dir, mode: "production" }).files).toEqual([]);
});

test("another project's variables stay, and are not taken for the real environment", () => {
  const a = project({ ".env": "PA_A=a\nPA_BOTH=a" });
  const b = project({ ".env": "PA_B=b\nPA_BOTH=b\nPA_REF=${PA_A:-none}" });
  loadEnv({ dir: a.dir, mode: "production" });
  expect(loadEnv({ dir: b.dir, mode: "production" }).values).toEqual({
    PA_B: "b",
    PA_BOTH: "b",
    PA_REF: "none",
  });
  expect([process.env["PA_A"], process.env["PA_B"], process.env["PA_BOTH"]]).toEqual(["a", "b", "b"]);
  b.remove(".env");
  loadEnv({ dir: b.dir, mode: "production" });
  expect([process.env["PA_A"], process.env["PA_B"], process.env["PA_BOTH"]]).toEqual(["a", undefined, "a"]);
});

import { readdir, readFile } from "node:fs/promises";

const root = new URL("../..", import.meta.url);

/** The programs of documents: code blocks whose first line is a comment with the file's name. */
export async function programsOf(...documents: readonly string[]): Promise<Map<string, string>> {
  const texts = await Promise.all(documents.map((document) => readFile(new URL(document, root), "utf8")));
  const text = texts.join("\n");
  const blocks = text.matchAll(/^```\w+\n(?:\/\/|#) ([\w.+/[\]-]+)\n([^]*?)^```$/gm);
  return new Map([...blocks].map(([, name = "", code = ""]) => [name, code]));
}

/** Printed by a program that is run with this before it, for each port that it listens on: a free one of the loopback address is taken. */
export const ANNOUNCE = `
import { Server } from "node:net";
const { listen } = Server.prototype;
Server.prototype.listen = function (first, ...rest) {
  this.once("listening", () => {
    console.log(\`http://127.0.0.1:\${this.address().port} ready in 0 ms\`);
    process.emit("announced");
  });
  const callback = rest.find((argument) => typeof argument === "function");
  return listen.call(this, { ...Object(first), port: 0, host: "127.0.0.1" }, callback);
};
`;

/** The names of all test files, as the documents write them: `routing.plain` and `plain` for `routing/plain.test.ts`. */
export async function testNames(): Promise<ReadonlySet<string>> {
  const tests = await testsIn(new URL("test/", root));
  return new Set(tests.flatMap((file) => [file.replaceAll("/", "."), file.slice(file.lastIndexOf("/") + 1)]));
}

/** Paths below a folder, without `.test.ts`. Suites with an install of their own have more packages than is worth reading. */
async function testsIn(folder: URL, path = ""): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = entries.map(async (entry) => {
    if (entry.isDirectory() && entry.name !== "node_modules")
      return testsIn(new URL(`${encodeURIComponent(entry.name)}/`, folder), `${path}${entry.name}/`);
    return entry.name.endsWith(".test.ts") ? [path + entry.name.slice(0, -8)] : [];
  });
  return (await Promise.all(found)).flat();
}

/** A code block of a document. */
export interface Block {
  readonly page: string;
  /** Of its first fence, from 1. */
  readonly line: number;
  /** `docs/expo.md:12` */
  readonly place: string;
  readonly language: string;
  readonly code: string;
}

/** All code blocks of a document, in their order. */
export function blocksOf(text: string, page: string): Block[] {
  return [...text.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(({ 1: language = "", 2: code = "", index }) => {
    const line = text.slice(0, index).split("\n").length;
    return { page, line, place: `${page}:${line}`, language, code };
  });
}

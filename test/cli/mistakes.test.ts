import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { project } from "../support/hosts.ts";
import { CLI, serving } from "../support/program.ts";

const HANDLER = "export default (req, res) => res.end();";

interface Mistake {
  readonly file: string;
  readonly text: string;
  /** File, line and column. */
  readonly place: string;
  readonly cure: string;
}

/** What goes wrong most often in the first hour. */
const MISTAKES: Readonly<Record<string, Mistake>> = {
  "a syntax error": {
    file: "syntax.js",
    text: "export default function handler(req, res) {\n  res.json({ a: 1 };\n}",
    place: "pages/api/syntax.js:2:20",
    cure: 'Expected ")" but found ";"',
  },
  "an import of a file that is not there": {
    file: "typo.js",
    text: `import { db } from "../../lib/bd";\n${HANDLER}`,
    place: "pages/api/typo.js:1:20",
    cure: 'Did you mean "../../lib/db',
  },
  "an import of a package that is not installed": {
    file: "package.js",
    text: `\nimport zod from "zod";\n${HANDLER}`,
    place: "pages/api/package.js:2:17",
    cure: "npm install zod",
  },
  "a size that is none": {
    file: "size.js",
    text: `export const config = {\n  api: { bodyParser: { sizeLimit: "lots" } },\n};\n${HANDLER}`,
    place: "pages/api/size.js:2:24",
    cure: 'Write a number of bytes, or a string such as "500kb"',
  },
  "an option of another name": {
    file: "option.js",
    text: `export const config = {\n  api: { bodyparser: false },\n};\n${HANDLER}`,
    place: "pages/api/option.js:2:10",
    cure: 'Did you mean "bodyParser"?',
  },
  "a duration that is none": {
    file: "duration.js",
    text: `${HANDLER}\nexport const maxDuration = "1m";`,
    place: "pages/api/duration.js:2:28",
    cure: "Write a number of seconds, such as 60.",
  },
  "no handler": {
    file: "none.js",
    text: "export function handler(req, res) {\n  res.end();\n}",
    place: "pages/api/none.js:1:1",
    cure: "Write `export default function handler(req, res)",
  },
  "a type that is imported as a value": {
    file: "type.ts",
    text: `\nimport { User } from "../../lib/user.js";\nexport { User };\n${HANDLER}`,
    place: "pages/api/type.ts:2:10",
    cure: "write `import type`",
  },
  "CommonJS in a package of ES modules": {
    file: "commonjs.js",
    text: "\nmodule.exports = (req, res) => res.end();",
    place: "pages/api/commonjs.js:2:1",
    cure: "Write `export default`",
  },
  "an error that the handler throws": {
    file: "throws.js",
    text: "export default (req, res) => {\n  res.json(req.body.name.first);\n};",
    place: "pages/api/throws.js:2:26",
    cure: "Cannot read properties of undefined (reading 'first')",
  },
};

const SHARED = {
  "package.json": '{ "type": "module" }',
  "lib/db.js": "export const db = {};",
  "lib/user.js": "export const users = [];",
};

describe("a mistake that many make, in development", () => {
  it.each(Object.entries(MISTAKES))("%s is reported with file, line and cure", async (_name, mistake) => {
    const { file, text, place, cure } = mistake;
    const dir = await project({ ...SHARED, [`pages/api/${file}`]: text });
    const { url, printed } = await serving([CLI, "dev"], { cwd: dir });
    const answer = await post(`${url}/api/${file.slice(0, file.lastIndexOf("."))}`);
    const all = printed() + answer;
    expect(all).toContain(place);
    expect(all).toContain(cure);
    // The terminal alone says it too: whoever made the request may not be the one who looks.
    expect(printed()).toContain(file);
    expect(printed()).toContain(cure);
  });
});

function post(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST" }, (response) => {
      response
        .setEncoding("utf8")
        .toArray()
        .then((chunks) => resolve(chunks.join("")), reject);
    });
    sent.on("error", reject).end();
  });
}

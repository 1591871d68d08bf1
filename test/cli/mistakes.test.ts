import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { project } from "../support/hosts.ts";
import { shared } from "../support/lifetime.ts";
import { CLI, run, serving } from "../support/program.ts";

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
    cure: "It exports `handler` by its name alone. Write `export default handler`",
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

/** All of them in one project: each breaks its own route only. */
const served = shared(async () => {
  const files = Object.values(MISTAKES).map(({ file, text }) => [`pages/api/${file}`, text]);
  const several = Object.values(SEVERAL).filter(({ file }) => file.includes("/"));
  const dir = await project({
    ...SHARED,
    ...Object.fromEntries(files),
    ...Object.fromEntries(several.map(({ file, text }) => [file, text])),
    "app/typo/route.js": 'export const runtim = "edge";\nexport const GET = () => new Response();',
  });
  return serving([CLI, "dev"], { cwd: dir });
});

describe("a mistake that many make, in development", () => {
  it.each(Object.entries(MISTAKES))("%s is reported with file, line and cure", async (_name, mistake) => {
    const { file, place, cure } = mistake;
    const { url, printed } = served();
    const answer = await post(`${url}/api/${file.slice(0, file.lastIndexOf("."))}`);
    // The terminal alone says it too: whoever made the request may not be the one who looks.
    await expect.poll(printed).toContain(cure);
    await expect.poll(printed).toContain(file);
    const all = printed() + answer;
    expect(all).toContain(place);
    expect(all).toContain(cure);
  });
});

/** A file with several mistakes, and what is said of each, with its place. */
const SEVERAL: Readonly<Record<string, { file: string; text: string; said: readonly string[] }>> = {
  "an API route": {
    file: "pages/api/a.js",
    text: `export const config = {
  api: { bodyparser: false, bodyParser: { sizeLimit: "lots" } },
  maxDuration: "1m",
};
${HANDLER}`,
    said: [
      `pages/api/a.js:2:43: \`config.api.bodyParser.sizeLimit\` is 'lots'. Write a number of bytes`,
      `pages/api/a.js:3:3: \`config.maxDuration\` is '1m'. Write a number of seconds`,
      'pages/api/a.js:2:10: `config.api` has no option "bodyparser": it is ignored. Did you mean "bodyParser"?',
    ],
  },
  "a Route Handler": {
    file: "app/a/route.js",
    text: `export const dynamic = "force-statik";
export const revalidate = "1h";
export const GET = () => new Response();`,
    said: [
      `app/a/route.js:1:24: \`dynamic\` is 'force-statik'. Write one of "auto"`,
      `app/a/route.js:2:27: \`revalidate\` is '1h'. Write a number of seconds`,
    ],
  },
  "next.config": {
    file: "next.config.mjs",
    text: `const nextConfig = {
  basepath: "/docs",
  pageExtensions: [],
  async redirects() {
    return [{ source: "a", destination: "/b", permanent: true }, { source: "/a", destination: "/b" }];
  },
};
export default nextConfig;`,
    said: [
      "next.config.mjs:3:3: `pageExtensions` is []. Write an array",
      "next.config.mjs:4:3: redirects(): `source` needs to be a path that begins with /.",
      "next.config.mjs:4:3: redirects(): `permanent` needs to be true or false.",
      'next.config.mjs:2:3: next.config has no option "basepath": it is ignored. Did you mean "basePath"?',
    ],
  },
  "astro.config": {
    file: "astro.config.mjs",
    text: `export default {
  site: "nowhere",
  trailingSlash: "sometimes",
};`,
    said: [
      `astro.config.mjs:2:3: \`site\` is 'nowhere'. Write site: "https://example.com"`,
      `astro.config.mjs:3:3: \`trailingSlash\` is 'sometimes'. Write trailingSlash: "ignore" or`,
    ],
  },
};

describe("several mistakes in one file, in development", () => {
  it.each(Object.entries(SEVERAL))("%s: all are reported at once, with lines", async (_name, given) => {
    const { file, text, said } = given;
    // A config ends the command, a route answers with its mistakes.
    const printed = file.includes("/") ? await asked(file) : await printedWith(file, text);
    for (const each of said) await expect.poll(printed).toContain(each);
    for (const line of said.map((each) => each.split(":")[1]!))
      await expect.poll(printed).toMatch(new RegExp(`> +${line} \\| `));
  });

  it("an export of a Route Handler with a typo is offered the nearest name", async () => {
    await expect
      .poll(await asked("app/typo/route.js"))
      .toContain(
        'app/typo/route.js:1:23: There is no export "runtim" in a Route Handler: it is ignored. Did you mean "runtime"?',
      );
  });
});

/** Asks for a route; gives what `dev` has printed until now, which may come behind the answer. */
async function asked(file: string): Promise<() => string> {
  const { url, printed } = served();
  const path = file.replace(/^(?:pages|app)/, "").replace(/(?:\/route)?\.js$/, "");
  await fetch(url + path);
  return printed;
}

/** What `dev` prints, and ends. */
async function printedWith(config: string, text: string): Promise<() => string> {
  const route = config.startsWith("astro")
    ? { "src/pages/a.json.ts": "export const GET = () => new Response();" }
    : { "pages/api/b.js": HANDLER };
  const dir = await project({ ...SHARED, ...route, [config]: text });
  const { err } = await run([CLI, "dev"], { cwd: dir });
  return () => err;
}

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

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The route that is asked for and edited: its file and its URL. */
export const FIRST = { file: "pages/api/group0/route0.ts", path: "/api/group0/route0" } as const;

const HELPERS = 20;
const GROUP = 20;

/** Writes a project of so many routes, which share helper modules. */
export function generate(dir: string, routes: number): void {
  const write = writer(dir);
  write("package.json", JSON.stringify({ name: "generated", private: true }));
  write("next.config.mjs", "export default { typescript: { ignoreBuildErrors: true } };\n");
  for (let index = 0; index < HELPERS; index += 1) write(`lib/helper${index}.ts`, helper(index));
  for (let index = 0; index < routes; index += 1) write(fileOf(index), route(index));
}

/** How many local modules the routes of the large project share. */
export const LARGE = { routes: 300, modules: 3000 } as const;

/** Writes a project of many modules, in a tree of imports by an alias; some routes take their config from a module. */
export function generateLarge(dir: string): void {
  const write = writer(dir);
  const { routes, modules } = LARGE;
  const place = (index: number): string => `lib/d${index % 50}/m${index}`;
  write("package.json", JSON.stringify({ name: "large", private: true }));
  write("tsconfig.json", JSON.stringify({ compilerOptions: { paths: { "@/*": ["./*"] } } }));
  for (let index = 0; index < modules; index += 1) {
    const below = [2 * index + 1, 2 * index + 2].filter((each) => each < modules);
    const imports = below.map((each) => `import { f${each} } from "@/${place(each)}";\n`).join("");
    const sum = below.map((each) => ` + f${each}(x)`).join("");
    const text = `${imports}export const LIMIT${index} = "1mb";\nexport const f${index} = (x: number): number => x${sum};\n`;
    write(`${place(index)}.ts`, text);
  }
  for (let index = 0; index < routes; index += 1) {
    const limit = index % 3 === 0 ? `LIMIT${index}` : '"2mb"';
    write(
      `pages/api/g${index % GROUP}/r${index}.ts`,
      `import { f${index}, LIMIT${index} } from "@/${place(index)}";
export const config = { api: { bodyParser: { sizeLimit: ${limit} } } };
export default (req, res) => res.json([f${index}(1), LIMIT${index}]);
`,
    );
  }
}

/** Gives the first route another answer: the text that it answers with. */
export function edit(dir: string, version: string): void {
  writeFileSync(join(dir, FIRST.file), route(0, version));
}

function writer(dir: string): (file: string, text: string) => void {
  return (file, text) => {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), text);
  };
}

function fileOf(index: number): string {
  const folder = `pages/api/group${Math.floor(index / GROUP)}`;
  return index % 4 === 3 ? `${folder}/route${index}/[id].ts` : `${folder}/route${index}.ts`;
}

function helper(index: number): string {
  const before = index === 0 ? "" : `import { limit${index - 1} } from "./helper${index - 1}";\n`;
  return `${before}
export interface Item${index} {
  id: string;
  name: string;
  price: number;
}

export const limit${index}: number = ${index === 0 ? 100 : `limit${index - 1} + 1`};

export function items${index}(count: number): Item${index}[] {
  return Array.from({ length: Math.min(count, limit${index}) }, (_, id) => ({
    id: String(id),
    name: \`Item \${id}\`,
    price: id * ${index + 1},
  }));
}
`;
}

function route(index: number, version = "first"): string {
  const [a, b] = [index % HELPERS, (index * 7 + 3) % HELPERS];
  const lib = index % 4 === 3 ? "../../../../lib" : "../../../lib";
  const other = a === b ? "" : `import { limit${b} } from "${lib}/helper${b}";\n`;
  return `import type { NextApiRequest, NextApiResponse } from "next";
import { items${a}, type Item${a} } from "${lib}/helper${a}";
${other}
interface Data {
  version: string;
  items: Item${a}[];
  limit: number;
}

export default function handler(req: NextApiRequest, res: NextApiResponse<Data | { error: string }>) {
  if (req.method !== "GET") {
    res.status(405).json({ error: \`\${req.method} is not allowed\` });
    return;
  }
  const count = Number(req.query.count ?? 3);
  res.status(200).json({ version: "${version}", items: items${a}(count), limit: ${a === b ? 0 : `limit${b}`} });
}
`;
}

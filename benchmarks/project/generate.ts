import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The route that is asked for and edited: its file and its URL. */
export const FIRST = { file: "pages/api/group0/route0.ts", path: "/api/group0/route0" } as const;

const HELPERS = 20;
const GROUP = 20;

/** Writes a project of so many routes, which share helper modules. */
export function generate(dir: string, routes: number): void {
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), text);
  };
  write("package.json", JSON.stringify({ name: "generated", private: true }));
  write("next.config.mjs", "export default { typescript: { ignoreBuildErrors: true } };\n");
  for (let index = 0; index < HELPERS; index += 1) write(`lib/helper${index}.ts`, helper(index));
  for (let index = 0; index < routes; index += 1) write(fileOf(index), route(index));
}

/** Gives the first route another answer: the text that it answers with. */
export function edit(dir: string, version: string): void {
  writeFileSync(join(dir, FIRST.file), route(0, version));
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

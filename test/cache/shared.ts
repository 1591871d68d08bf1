import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const TOKEN = `const token = () => Math.random().toString(36).slice(2);`;

/** A small app whose answers show whether they come from a cache, and from which one. */
const FILES: Record<string, string> = {
  "package.json": `{ "private": true }`,
  "next.config.js": `module.exports = { cacheHandler: process.env.CACHE_HANDLER };`,
  "app/kept/[id]/route.js": `import { unstable_cache } from "next/cache";
${TOKEN}
export const dynamic = "force-static";
const tagged = unstable_cache(async () => 1, ["in-kept"], { tags: ["kept"] });
export async function GET() { await tagged(); return new Response(token()); }`,
  "app/data/route.js": `import { unstable_cache } from "next/cache";
${TOKEN}
const data = unstable_cache(async () => token(), ["data"], { tags: ["data"] });
export async function GET(request) { request.headers.get("a"); return Response.json({ data: await data(), pid: process.pid }); }`,
  "app/renew/[tag]/route.js": `import { revalidateTag } from "next/cache";
export async function POST(request, { params }) {
  revalidateTag((await params).tag, { expire: 0 });
  return new Response("done");
}`,
};

export function writeShared(): { dir: string; remove(): void } {
  const dir = mkdtempSync(join(tmpdir(), "pages-api-shared-"));
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

export async function text(port: number, path: string, method = "GET"): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.text();
}

export async function data(port: number): Promise<{ data: string; pid: number }> {
  return JSON.parse(await text(port, "/data")) as { data: string; pid: number };
}

/** Static answers are sent as files are: the rows are what Astro's standalone server answers for the same endpoint. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import request from "supertest";
import { expect, it } from "vitest";
import { project } from "../../support/hosts.ts";
import { CLI, run, serving } from "../../support/program.ts";

const LARGE = 300_000;
const EPOCH = "Thu, 01 Jan 1970 00:00:00 GMT";

type Row = [method: string, headers: Record<string, string>, status: number, body: string, range?: string];

const rows: Row[] = [
  ["GET", {}, 200, "0123456789"],
  ["HEAD", {}, 200, ""],
  ["POST", { "content-type": "application/json" }, 200, "0123456789"],
  ["POST", {}, 200, "0123456789"],
  ["DELETE", {}, 200, "0123456789"],
  ["OPTIONS", {}, 200, "0123456789"],
  ["GET", { range: "bytes=2-4" }, 206, "234", "bytes 2-4/10"],
  ["GET", { range: "bytes=-3" }, 206, "789", "bytes 7-9/10"],
  ["GET", { range: "bytes=7-" }, 206, "789", "bytes 7-9/10"],
  ["GET", { range: "bytes=20-" }, 416, "", "bytes */10"],
  ["GET", { range: "bytes=0-1,4-5" }, 200, "0123456789"],
  ["GET", { range: "lines=1-2" }, 200, "0123456789"],
  ["HEAD", { range: "bytes=2-4" }, 206, "", "bytes 2-4/10"],
  ["POST", { range: "bytes=2-4" }, 206, "234", "bytes 2-4/10"],
  ["GET", { range: "bytes=2-4", "if-range": "ETAG" }, 206, "234", "bytes 2-4/10"],
  ["GET", { range: "bytes=2-4", "if-range": '"x"' }, 200, "0123456789"],
  ["GET", { range: "bytes=2-4", "if-range": "MODIFIED" }, 206, "234", "bytes 2-4/10"],
  ["GET", { "if-none-match": "ETAG" }, 304, ""],
  ["GET", { "if-none-match": '"x"' }, 200, "0123456789"],
  ["GET", { "if-none-match": "*" }, 304, ""],
  ["GET", { "if-modified-since": "MODIFIED" }, 304, ""],
  ["GET", { "if-modified-since": EPOCH }, 200, "0123456789"],
  ["GET", { "if-none-match": "ETAG", "cache-control": "no-cache" }, 200, "0123456789"],
  ["GET", { "if-match": '"x"' }, 412, ""],
  ["GET", { "if-match": "ETAG" }, 200, "0123456789"],
  ["GET", { "if-unmodified-since": EPOCH }, 412, ""],
];

async function expectStart(): Promise<string> {
  const dir = await project({
    "astro.config.mjs": "export default {};",
    "src/pages/ten.txt.ts": "export const GET = () => new Response('0123456789');",
    "src/pages/large.bin.ts": `export const GET = () => new Response(Buffer.alloc(${LARGE}, "0123456789"));`,
  });
  expect((await run([CLI, "build"], { cwd: dir })).code).toBe(0);
  await rm(join(dir, "src"), { recursive: true });
  return (await serving([CLI, "start"], { cwd: dir })).url;
}

function ask(url: string, method: string, headers: Record<string, string>) {
  const agent = request(url);
  const send = agent[method.toLowerCase() as "get"].bind(agent);
  return send("/ten.txt").set({ "accept-encoding": "identity", ...headers });
}

it("answers conditions, ranges and any method as a file does", async () => {
  const url = await expectStart();
  const first = await fetch(`${url}/ten.txt`, { headers: { "accept-encoding": "identity" } });
  const [etag, modified] = ["etag", "last-modified"].map((name) => first.headers.get(name)!);
  expect(first.headers.get("accept-ranges")).toBe("bytes");
  for (const [method, given, status, body, range] of rows) {
    const headers = Object.entries(given).map(([name, value]) => [
      name,
      value === "ETAG" ? etag! : value === "MODIFIED" ? modified! : value,
    ]);
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const answer = await ask(url, method, Object.fromEntries(headers) as Record<string, string>);
    const got = [answer.status, answer.text ?? "", answer.headers["content-range"]];
    expect([method, given, ...got]).toEqual([method, given, status, body, range]);
    const length = status === 304 ? undefined : String(method === "HEAD" ? (range ? 3 : 10) : body.length);
    expect(answer.headers["content-length"]).toBe(length);
    expect(answer.headers["etag"]).toBe(etag);
  }
});

it("sends a large one, and parts of it, with their lengths", async () => {
  const url = await expectStart();
  const whole = Buffer.alloc(LARGE, "0123456789");
  const answer = await fetch(`${url}/large.bin`);
  expect(answer.headers.get("content-length")).toBe(String(LARGE));
  expect(whole.equals(Buffer.from(await answer.arrayBuffer()))).toBe(true);
  const part = await fetch(`${url}/large.bin`, { headers: { range: "bytes=3-250001" } });
  expect([part.status, part.headers.get("content-length")]).toEqual([206, "249999"]);
  expect(whole.subarray(3, 250_002).equals(Buffer.from(await part.arrayBuffer()))).toBe(true);
});

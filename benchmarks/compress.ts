/*
 * What each coding of answers costs, and how small it makes them: `npx tsx benchmarks/compress.ts`. JSON of three sizes
 * goes through the encoders that the server uses, a fresh one for each answer, as there; the CPU time is the whole
 * process's, threads of the pool included. The median of several rounds in shuffled order.
 */
import { type Coding, createEncoder, negotiateCoding } from "../src/http/coding.ts";

const SIZES: readonly (readonly [label: string, bytes: number, answers: number])[] = [
  ["2 KB", 2 * 1024, 400],
  ["50 KB", 50 * 1024, 60],
  ["1 MB", 1024 * 1024, 5],
];
const ROUNDS = 7;
const CODINGS = (["gzip", "deflate", "br", "zstd"] as const).filter((name) => negotiateCoding(name) === name);
const WORDS =
  "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa".split(
    " ",
  );

/** The same rows in every run (a linear congruential generator), as an API lists them. */
function rows(bytes: number): Buffer {
  let state = 1;
  const random = (): number => (state = (state * 1_103_515_245 + 12_345) & 0x7fffffff) / 0x7fffffff;
  const word = (): string => WORDS[Math.floor(random() * WORDS.length)]!;
  const list: object[] = [];
  for (let length = 2; length < bytes; length += JSON.stringify(list.at(-1)).length + 1) {
    list.push({
      id: Math.floor(random() * 1e9),
      name: `${word()} ${word()}`,
      email: `${word()}.${word()}@example.com`,
      active: random() > 0.5,
      score: Math.round(random() * 1e6) / 1000,
      createdAt: new Date(1.7e12 + random() * 1e10).toISOString(),
      tags: [word(), word()],
      note: `${word()} ${word()} ${word()} ${word()} ${word()}`,
    });
  }
  return Buffer.from(JSON.stringify(list));
}

async function sizeOf(coding: Coding, body: Buffer): Promise<number> {
  const encoder = createEncoder(coding, body.length);
  encoder.end(body);
  let size = 0;
  for await (const chunk of encoder) size += (chunk as Buffer).length;
  return size;
}

/** Microseconds of CPU time for one answer. */
async function costOf(coding: Coding, body: Buffer, answers: number): Promise<number> {
  const before = process.cpuUsage();
  for (let index = 0; index < answers; index += 1) await sizeOf(coding, body);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / answers;
}

console.log(`Node ${process.version}; CPU time and size of one answer\n`);
console.log("| body | coding | CPU | bytes | of the plain body |\n| --- | --- | --- | --- | --- |");
for (const [label, bytes, answers] of SIZES) {
  const body = rows(bytes);
  const costs = new Map<Coding, number[]>(CODINGS.map((coding) => [coding, []]));
  for (const coding of CODINGS) await costOf(coding, body, Math.ceil(answers / 4));
  for (let round = 0; round < ROUNDS; round += 1) {
    const order = CODINGS.map((coding) => ({ coding, at: Math.random() })).toSorted((a, b) => a.at - b.at);
    for (const { coding } of order) costs.get(coding)!.push(await costOf(coding, body, answers));
  }
  for (const coding of CODINGS) {
    const cost = costs.get(coding)!.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]!;
    const size = await sizeOf(coding, body);
    const share = ((size / body.length) * 100).toFixed(1);
    console.log(
      `| ${label} | ${coding} | ${Math.round(cost).toLocaleString("en")} µs | ${size.toLocaleString("en")} | ${share} % |`,
    );
  }
}

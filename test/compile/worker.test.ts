import { expect, test } from "vitest";
import { project } from "./project.ts";

const API = "pages/api/a.ts";
const FILES = {
  "lib/text.ts": "export const text: string = 'typescript';",
  "lib/job.ts": `import { parentPort, workerData } from "node:worker_threads"; import { text } from "./text";
    parentPort!.postMessage([text as string, workerData]);`,
  "lib/plain.js": `import { parentPort } from "node:worker_threads"; import { text } from "./text"; parentPort.postMessage([text, "js"]);`,
  "lib/old.js": `require("node:worker_threads").parentPort.postMessage([require("./text").text, "old"]);`,
};
const START = `const answer = async (worker: Worker) => { const [message] = await once(worker, "message"); await worker.terminate(); return message; };`;

test.each([
  [
    "TypeScript",
    'new Worker(new URL("../../lib/job.ts", import.meta.url), { workerData: 5 })',
    ["typescript", 5],
  ],
  [
    "JavaScript that imports TypeScript",
    'new Worker(new URL("../../lib/plain.js", import.meta.url))',
    ["typescript", "js"],
  ],
  [
    "CommonJS that requires TypeScript",
    'new threads.Worker(new URL("../../lib/old.js", import.meta.url))',
    ["typescript", "old"],
  ],
  [
    "a name without an extension",
    'new Thread(new URL("../../lib/job", import.meta.url), { workerData: null })',
    ["typescript", null],
  ],
])("a worker is compiled: %s", async (_, expression, expected) => {
  const tree = project({
    ...FILES,
    [API]: `import { once } from "node:events"; import threads, { Worker, Worker as Thread } from "node:worker_threads"; ${START}
      export default () => answer(${expression});`,
  });
  expect(await tree.call(API)).toEqual(expected);
});

test("an edit of what a worker imports starts the worker anew", async () => {
  const tree = project({
    ...FILES,
    [API]: `import { once } from "node:events"; import { Worker } from "node:worker_threads"; ${START}
      export default () => answer(new Worker(new URL("../../lib/plain.js", import.meta.url)));`,
  });
  expect(await tree.call(API)).toEqual(["typescript", "js"]);
  tree.write({ "lib/text.ts": "export const text = 'edited';" });
  expect(await tree.call(API)).toEqual(["edited", "js"]);
});

test("a worker by its path, or by another base, is Node's", async () => {
  const tree = project({
    "lib/raw.mjs":
      'import { parentPort } from "node:worker_threads"; parentPort.postMessage(import.meta.url.endsWith("/lib/raw.mjs"));',
    [API]: `import { once } from "node:events"; import { fileURLToPath } from "node:url"; import { Worker } from "node:worker_threads"; ${START}
      const here = import.meta.url;
      export default async () => [await answer(new Worker(fileURLToPath(new URL("../../lib/raw.mjs", import.meta.url)))),
        await answer(new Worker(new URL("../../lib/raw.mjs", here)))];`,
  });
  expect(await tree.call(API)).toEqual([true, true]);
});

test("a broken worker breaks the route, and is named", async () => {
  const tree = project({
    "lib/job.ts": "const a = ;",
    [API]: `import { Worker } from "node:worker_threads"; export default () => new Worker(new URL("../../lib/job.ts", import.meta.url));`,
  });
  const { errors } = await tree.compile(API);
  expect(errors.map(({ message }) => message.split("\n")[0])).toEqual(['lib/job.ts:1:11: Unexpected ";"']);
});

import { fileURLToPath } from "node:url";
import { differences } from "./compare.ts";
import type { Mount } from "./compare.ts";
import { ofHost } from "./handlers/of-host.ts";
import { rowsOf as rowsOfHandlers } from "./handlers/requests/index.ts";
import { runAll } from "./handlers/run.ts";
import { APP, buildNext, NEXT, startNext } from "./next.ts";
import type { Running } from "./next.ts";
import { startOurs } from "./ours.ts";
import type { Recorded } from "./recording.ts";
import { rowsOf } from "./requests/index.ts";
import type { Row } from "./row.ts";
import { run } from "./run.ts";

type Answers = Map<string, Recorded>;

/** An app that both serve, and what is sent to it. */
interface Subject {
  readonly name: string;
  readonly app: string;
  readonly rows: readonly Row[];
  send(port: number): Promise<Answers>;
  /** What is compared of an answer. */
  seen(recorded: Recorded): Recorded;
}

// `--recorded` compares with the recording instead of a live Next; `--express` mounts the handler in Express.
const mount: Mount = process.argv.includes("--express") ? "express" : "owned";
const pages = rowsOf().filter((row) => mount === "owned" || typeof row.express !== "string");

const PAGES: Subject = {
  name: "pages/api",
  app: APP,
  rows: pages,
  send: (port) => run(pages, port),
  seen: (recorded) => recorded,
};

const HANDLERS: Subject = {
  name: "app, edge",
  app: fileURLToPath(new URL("handlers/app", import.meta.url)),
  rows: rowsOfHandlers(),
  send: runAll,
  seen: ofHost,
};

async function answersOf({ send }: Subject, start: () => Promise<Running>): Promise<Answers> {
  const server = await start();
  try {
    return await send(server.port);
  } finally {
    await server.stop();
  }
}

async function recorded(subject: Subject): Promise<Answers> {
  const { default: recording } =
    subject === PAGES
      ? await import("./recorded.json", { with: { type: "json" } })
      : await import("./handlers/recorded.json", { with: { type: "json" } });
  return new Map(Object.entries(recording.rows as unknown as Record<string, Recorded>));
}

async function answersOfNext(subject: Subject): Promise<Answers> {
  if (process.argv.includes("--recorded")) return recorded(subject);
  const { folder, remove } = await buildNext(subject.app);
  try {
    return await answersOf(subject, () => startNext(folder));
  } finally {
    remove();
  }
}

/** How many rows differ where they should not, or the other way round. */
async function compare(subject: Subject): Promise<number> {
  const { name, app, rows, seen } = subject;
  const next = await answersOfNext(subject);
  const ours = await answersOf(subject, () => startOurs(mount, app));
  let differing = 0;
  for (const row of rows) {
    const [theirs, mine] = [next.get(row.name), ours.get(row.name)];
    const found = theirs && mine ? differences(row, seen(theirs), seen(mine), mount) : ["not recorded"];
    if (found.length === 0) continue;
    differing += 1;
    console.log([row.name, ...found].join("\n    "));
  }
  const better = rows.filter((row) => row.ours).length;
  const result = `${rows.length - better} to be the same as Next ${NEXT}, ${better} better on purpose`;
  console.log(
    `parity of ${name}: ${mount}: ${rows.length} requests, ${result}, ${differing} differ from that`,
  );
  return differing;
}

const subjects = mount === "owned" ? [PAGES, HANDLERS] : [PAGES];
let differing = 0;
// oxlint-disable-next-line no-await-in-loop -- one after the other
for (const subject of subjects) differing += await compare(subject);
process.exitCode = differing > 0 ? 1 : 0;

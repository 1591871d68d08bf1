import { plant } from "./forest.ts";
import { buildNext, startNext } from "../next.ts";
import { startOurs, compileOurs } from "../ours.ts";
import { exchange } from "../client.ts";
import { recordingOf } from "../recording.ts";
import { sendingOf } from "./request.ts";
import { readFileSync } from "node:fs";
const [files, paths] = readFileSync(process.argv[2]!, "utf8").split("---\n").map((t) => t.split("\n").filter(Boolean));
compileOurs();
const f = plant([files!]);
const { folder, remove } = buildNext(f.next);
const next = await startNext(folder), ours = await startOurs("owned", f.ours);
for (const path of paths!) {
  const out: string[] = [];
  for (const p of [next.port, ours.port]) {
    const s = sendingOf([{ method: "GET", target: "/api/t0000" + path, headers: [] }]);
    const r = recordingOf(s, await exchange(p, s), p, 1e5); const a = r.answers[0];
    out.push(`${r.end} ${a?.status} ${a?.body.slice(0, 200)}`);
  }
  console.log(path, "\n   N", out[0], "\n   O", out[1]);
}
await next.stop(); await ours.stop(); remove(); f.remove();

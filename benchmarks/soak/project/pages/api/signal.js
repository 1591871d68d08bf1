import { setTimeout as sleep } from "node:timers/promises";
import { state } from "../../lib/state.js";

/** Works for so many milliseconds, or until the client leaves. */
export default async function handler(req, res) {
  state.waiting += 1;
  try {
    await sleep(Number(req.query.ms), undefined, { signal: req.signal });
    res.json({ ok: true });
  } finally {
    state.waiting -= 1;
  }
}

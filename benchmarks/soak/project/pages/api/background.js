import { setTimeout as sleep } from "node:timers/promises";
import { waitUntil } from "pages-api";
import { state } from "../../lib/state.js";

export default function handler(_req, res) {
  state.work += 1;
  waitUntil(sleep(20).then(() => void (state.work -= 1)));
  res.status(202).end();
}

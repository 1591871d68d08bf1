import { state } from "../../lib/state.js";

export const config = { api: { bodyParser: false } };

export default async function handler(req, res) {
  state.uploads += 1;
  try {
    let length = 0;
    for await (const chunk of req) length += chunk.length;
    res.json({ length });
  } catch {
    // The client has left.
    res.destroy();
  } finally {
    state.uploads -= 1;
  }
}

import { state } from "../../lib/state.js";

export default function handler(_req, res) {
  res.json(state);
}

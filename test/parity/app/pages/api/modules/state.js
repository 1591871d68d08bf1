import { state } from "../../../lib/shared.js";

let own = 0;

export default function handler(req, res) {
  if (req.query.reset !== undefined) { own = 0; state.count = 0; }
  own += 1;
  state.count += 1;
  res.json({ own, shared: state.count });
}

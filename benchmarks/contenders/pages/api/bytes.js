import { BYTES } from "../../content.js";

export default function handler(req, res) {
  res.send(BYTES);
}
